import type { TargetBody } from '@muster/protocol';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Input } from '../../../ui/input.tsx';
import { Select } from '../../../ui/select.tsx';
import './target.css';

/** A rule about the address of a page. */
export type UrlRule = TargetBody['where']['urls'][number];

interface UrlRulesProps {
  urls: readonly UrlRule[];
  readOnly: boolean;
  maxCount: number;
  /** Whether the last one may go. */
  mayBeEmpty?: boolean;
  /** Of a path below the list: `[0].value`. */
  errorAt: (path: string) => string | undefined;
  onChange: (urls: UrlRule[]) => void;
}

/** Rules about the address of a page, to add to, change and remove. */
export function UrlRules({
  urls,
  readOnly,
  maxCount,
  mayBeEmpty = true,
  errorAt,
  onChange,
}: UrlRulesProps) {
  // A rule that was just added gets the keyboard.
  const [added, setAdded] = useState<number>();
  const add = () => {
    setAdded(urls.length);
    onChange([...urls, { operator: 'startsWith', not: false, value: '/' }]);
  };
  return (
    <>
      {urls.length > 0 && (
        <ol className="url-rules" aria-label="Rules about the address">
          {urls.map((rule, at) => (
            <UrlRuleRow
              // biome-ignore lint/suspicious/noArrayIndexKey: rules are equal when they say the same
              key={at}
              rule={rule}
              number={at + 1}
              readOnly={readOnly}
              isNew={at === added}
              error={errorAt(`[${at}].value`) ?? errorAt(`[${at}]`)}
              onChange={(next) => onChange(urls.map((each, i) => (i === at ? next : each)))}
              onRemove={
                mayBeEmpty || urls.length > 1
                  ? () => {
                      setAdded(undefined);
                      onChange(urls.filter((_, index) => index !== at));
                    }
                  : undefined
              }
            />
          ))}
        </ol>
      )}
      {!readOnly && (
        <Button
          look="quiet"
          className="target-add"
          icon={<Plus size={15} aria-hidden="true" />}
          disabled={urls.length >= maxCount}
          onClick={add}
        >
          Add a rule
        </Button>
      )}
    </>
  );
}

interface UrlRuleRowProps {
  rule: UrlRule;
  /** From 1. */
  number: number;
  readOnly: boolean;
  isNew: boolean;
  error: string | undefined;
  onChange: (rule: UrlRule) => void;
  onRemove: (() => void) | undefined;
}

function UrlRuleRow({ rule, number, readOnly, isNew, error, onChange, onRemove }: UrlRuleRowProps) {
  const problem = rule.value.trim() === '' ? 'Say which address.' : error;
  return (
    <li className="url-rule">
      <span className="quiet">Address</span>
      <Select
        label={`Rule ${number}: operator`}
        disabled={readOnly}
        value={toChoice(rule)}
        options={choices}
        onChange={(choice) => onChange({ ...rule, ...fromChoice(choice) })}
      />
      <Input
        className="url-value code"
        aria-label={`Rule ${number}: address`}
        aria-invalid={problem !== undefined || undefined}
        placeholder={rule.operator === 'matches' ? '/products/*' : '/pricing'}
        maxLength={2000}
        spellCheck={false}
        autoFocus={isNew}
        disabled={readOnly}
        value={rule.value}
        onChange={(event) => onChange({ ...rule, value: event.target.value })}
      />
      {!readOnly && onRemove && (
        <IconButton label={`Remove rule ${number}`} onClick={onRemove}>
          <X size={14} />
        </IconButton>
      )}
      {problem !== undefined && <p className="field-error">{problem}</p>}
    </li>
  );
}

type Choice = UrlRule['operator'] | `not ${UrlRule['operator']}`;

const choices: readonly { value: Choice; label: string }[] = [
  { value: 'is', label: 'is' },
  { value: 'contains', label: 'contains' },
  { value: 'startsWith', label: 'starts with' },
  { value: 'endsWith', label: 'ends with' },
  { value: 'matches', label: 'matches' },
  { value: 'not is', label: 'is not' },
  { value: 'not contains', label: 'does not contain' },
  { value: 'not startsWith', label: 'does not start with' },
  { value: 'not endsWith', label: 'does not end with' },
  { value: 'not matches', label: 'does not match' },
];

function toChoice({ operator, not }: UrlRule): Choice {
  return not ? `not ${operator}` : operator;
}

function fromChoice(choice: Choice): Pick<UrlRule, 'operator' | 'not'> {
  const operator = choice.replace('not ', '') as UrlRule['operator'];
  return { operator, not: operator !== choice };
}
