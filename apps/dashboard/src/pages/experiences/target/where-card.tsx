import { matchesPage } from '@muster/conditions/page-rules';
import type { TargetBody } from '@muster/protocol';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Note } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Input } from '../../../ui/input.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { Select } from '../../../ui/select.tsx';
import type { TargetPartProps } from './target-part.ts';
import { TryAddress } from './try-address.tsx';

type Where = TargetBody['where'];
type UrlRule = Where['urls'][number];
type Device = Where['devices'][number];

interface WhereCardProps extends TargetPartProps<Where> {
  isIgnored: boolean;
}

const devices: readonly { value: Device; label: string }[] = [
  { value: 'desktop', label: 'Desktop' },
  { value: 'tablet', label: 'Tablet' },
  { value: 'mobile', label: 'Mobile' },
];

/** *Where*: on which devices and pages. */
export function WhereCard({ value, onChange, readOnly, errorAt, isIgnored }: WhereCardProps) {
  const { urls, match } = value;
  // A rule that was just added gets the keyboard.
  const [added, setAdded] = useState<number>();
  const replace = (at: number, rule: UrlRule) =>
    onChange({ ...value, urls: urls.map((each, index) => (index === at ? rule : each)) });
  const add = () => {
    setAdded(urls.length);
    onChange({ ...value, urls: [...urls, { operator: 'startsWith', not: false, value: '/' }] });
  };
  return (
    <section className="card target-card" aria-labelledby="target-where">
      <div className="card-head">
        <h2 id="target-where">Where</h2>
        {isIgnored && <Note>Ignored</Note>}
      </div>
      <fieldset className="target-group" disabled={readOnly}>
        <legend className="field-label">Devices</legend>
        <div className="target-line">
          {devices.map(({ value: device, label }) => (
            <DeviceBox
              key={device}
              label={label}
              isOn={value.devices.includes(device)}
              isLast={value.devices.length === 1}
              onChange={(isOn) =>
                onChange({
                  ...value,
                  devices: devices
                    .map((each) => each.value)
                    .filter((each) => (each === device ? isOn : value.devices.includes(each))),
                })
              }
            />
          ))}
        </div>
      </fieldset>
      <div className="target-group">
        <div className="target-line">
          <h3 className="field-label">Pages</h3>
          {urls.length > 1 && (
            <RadioGroup
              label="Which of the rules must hold"
              look="bar"
              disabled={readOnly}
              value={match}
              onChange={(next) => onChange({ ...value, match: next })}
              options={[
                { value: 'any', label: 'Any rule' },
                { value: 'all', label: 'All rules' },
              ]}
            />
          )}
        </div>
        {urls.length === 0 && <p className="quiet">Every page. Add a rule to narrow it down.</p>}
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
                error={errorAt(`urls[${at}].value`) ?? errorAt(`urls[${at}]`)}
                onChange={(next) => replace(at, next)}
                onRemove={() => {
                  setAdded(undefined);
                  onChange({ ...value, urls: urls.filter((_, index) => index !== at) });
                }}
              />
            ))}
          </ol>
        )}
        {!readOnly && (
          <Button
            look="quiet"
            className="target-add"
            icon={<Plus size={15} aria-hidden="true" />}
            disabled={urls.length >= 50}
            onClick={add}
          >
            Add a rule
          </Button>
        )}
        {urls.length > 0 && <TryAddress matches={(address) => matchesPage(value, address)} />}
      </div>
    </section>
  );
}

interface DeviceBoxProps {
  label: string;
  isOn: boolean;
  isLast: boolean;
  onChange: (isOn: boolean) => void;
}

function DeviceBox({ label, isOn, isLast, onChange }: DeviceBoxProps) {
  const isKept = isOn && isLast;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox is in it
    <label className="device-box" title={isKept ? 'At least one kind of device.' : undefined}>
      <Checkbox
        label={label}
        checked={isOn}
        disabled={isKept}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
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
  onRemove: () => void;
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
      {!readOnly && (
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
