import type { TrackedCondition } from '@muster/protocol';
import { Crosshair, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Note } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Input } from '../../ui/input.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { Select } from '../../ui/select.tsx';
import { UrlRules } from '../experiences/target/url-rules.tsx';
import { checkSelector, conditionOptions, startCondition } from './condition-types.ts';
import type { LivePage, Proposal } from './use-live-page.ts';

interface ConditionsEditorProps {
  match: 'all' | 'any';
  conditions: readonly TrackedCondition[];
  readOnly: boolean;
  /** Of a path below the event: `conditions[0].selector`. */
  errorAt: (path: string) => string | undefined;
  live: LivePage;
  onChange: (change: { match?: 'all' | 'any'; conditions?: TrackedCondition[] }) => void;
}

/** What has to happen: conditions, all or any of them. */
export function ConditionsEditor({
  match,
  conditions,
  readOnly,
  errorAt,
  live,
  onChange,
}: ConditionsEditorProps) {
  const replace = (at: number, next: TrackedCondition) =>
    onChange({ conditions: conditions.map((each, index) => (index === at ? next : each)) });
  return (
    <section className="card tracked-card" aria-labelledby="tracked-conditions">
      <div className="card-head">
        <h2 id="tracked-conditions">What has to happen</h2>
        {conditions.length > 1 && (
          <RadioGroup
            label="Which of the conditions"
            look="bar"
            disabled={readOnly}
            value={match}
            onChange={(next) => onChange({ match: next })}
            options={[
              { value: 'all', label: 'All of these' },
              { value: 'any', label: 'Any of these' },
            ]}
          />
        )}
      </div>
      {conditions.length === 0 && (
        <p className="quiet">Nothing yet. It can be started when it has a condition.</p>
      )}
      <ol className="tracked-conditions" aria-label="Conditions">
        {conditions.map((condition, at) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: conditions are equal when they say the same
            key={at}
            className="tracked-condition"
          >
            <Select
              label={`Condition ${at + 1}`}
              options={conditionOptions}
              disabled={readOnly}
              value={condition.type}
              onChange={(type) =>
                replace(
                  at,
                  startCondition(type, condition.type === 'url' ? '' : condition.selector),
                )
              }
            />
            <div className="tracked-what">
              {condition.type === 'url' ? (
                <AddressFields
                  condition={condition}
                  readOnly={readOnly}
                  errorAt={(path) => errorAt(`conditions[${at}].urls${path}`)}
                  onChange={(next) => replace(at, next)}
                />
              ) : (
                <SelectorField
                  number={at + 1}
                  selector={condition.selector}
                  readOnly={readOnly}
                  error={errorAt(`conditions[${at}].selector`)}
                  live={live}
                  onChange={(selector) => replace(at, { ...condition, selector })}
                />
              )}
              <StateNote holds={live.states[at]} />
            </div>
            {!readOnly && (
              <IconButton
                label={`Remove condition ${at + 1}`}
                onClick={() =>
                  onChange({ conditions: conditions.filter((_, index) => index !== at) })
                }
              >
                <X size={14} />
              </IconButton>
            )}
          </li>
        ))}
      </ol>
      {!readOnly && (
        <div className="tracked-add">
          <Button
            icon={<Plus size={15} aria-hidden="true" />}
            disabled={conditions.length >= 20}
            onClick={() => onChange({ conditions: [...conditions, startCondition('clicked')] })}
          >
            Add a condition
          </Button>
        </div>
      )}
    </section>
  );
}

type AddressCondition = Extract<TrackedCondition, { type: 'url' }>;

interface AddressFieldsProps {
  condition: AddressCondition;
  readOnly: boolean;
  errorAt: (path: string) => string | undefined;
  onChange: (condition: AddressCondition) => void;
}

function AddressFields({ condition, readOnly, errorAt, onChange }: AddressFieldsProps) {
  return (
    <>
      {condition.urls.length > 1 && (
        <RadioGroup
          label="Which of the rules must hold"
          look="bar"
          disabled={readOnly}
          value={condition.match}
          onChange={(match) => onChange({ ...condition, match })}
          options={[
            { value: 'any', label: 'Any rule' },
            { value: 'all', label: 'All rules' },
          ]}
        />
      )}
      <UrlRules
        urls={condition.urls}
        readOnly={readOnly}
        maxCount={20}
        mayBeEmpty={false}
        errorAt={errorAt}
        onChange={(urls) => onChange({ ...condition, urls })}
      />
    </>
  );
}

interface SelectorFieldProps {
  number: number;
  selector: string;
  readOnly: boolean;
  error: string | undefined;
  live: LivePage;
  onChange: (selector: string) => void;
}

function SelectorField({ number, selector, readOnly, error, live, onChange }: SelectorFieldProps) {
  const [proposals, setProposals] = useState<readonly Proposal[]>([]);
  const problem = checkSelector(selector) ?? error;
  const noteId = `selector-note-${number}`;
  return (
    <>
      <Input
        className="code"
        aria-label={`Condition ${number}: CSS selector`}
        aria-invalid={problem !== undefined || undefined}
        aria-describedby={problem === undefined ? undefined : noteId}
        placeholder='[data-testid="export"]'
        maxLength={500}
        spellCheck={false}
        disabled={readOnly}
        value={selector}
        onChange={(event) => onChange(event.target.value)}
      />
      {problem !== undefined && (
        <p id={noteId} className="field-error">
          {problem}
        </p>
      )}
      {live.state === 'open' && !readOnly && (
        <div>
          <Button
            icon={<Crosshair size={15} aria-hidden="true" />}
            onClick={() =>
              live.pick((picked) => {
                setProposals(picked);
                if (picked[0]) onChange(picked[0].selector);
              })
            }
          >
            Pick on the page
          </Button>
        </div>
      )}
      <ProposalList proposals={proposals} chosen={selector} onChoose={onChange} />
    </>
  );
}

interface ProposalListProps {
  proposals: readonly Proposal[];
  chosen: string;
  onChoose: (selector: string) => void;
}

/** Other ways to say what was picked; how many elements each matches. */
function ProposalList({ proposals, chosen, onChoose }: ProposalListProps) {
  if (proposals.length === 0) return null;
  return (
    <ul className="tracked-proposals" aria-label="Selectors of what was picked">
      {proposals.map(({ selector, count }) => (
        <li key={selector}>
          <Button
            look="quiet"
            aria-pressed={selector === chosen}
            className="tracked-proposal"
            onClick={() => onChoose(selector)}
          >
            <code className="code wrap-anywhere">{selector}</code>
            {count > 1 && <Note tone="warning">Matches {count}</Note>}
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** Whether a condition holds on the page that is open; nothing while none is. */
function StateNote({ holds }: { holds: boolean | undefined }) {
  if (holds === undefined) return null;
  return (
    <p aria-live="polite">{holds ? <Note tone="good">Holds now</Note> : <Note>Not yet</Note>}</p>
  );
}
