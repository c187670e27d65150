import type { ExperienceType, TargetBody } from '@muster/protocol';
import { Link } from '@tanstack/react-router';
import { useProject } from '../../../api/current-project.ts';
import { Note } from '../../../ui/badge.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Field, Input } from '../../../ui/input.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { WholeNumber } from '../../../ui/whole-number.tsx';
import type { TargetPartProps } from './target-part.ts';
import { toInstant, toWallTime } from './wall-time.ts';

type When = TargetBody['when'];
type Repeat = When['repeat'];

interface WhenCardProps extends TargetPartProps<When> {
  type: ExperienceType;
  isIgnored: boolean;
}

const waiting: ReadonlySet<ExperienceType> = new Set(['checklist', 'post', 'resourceCenter']);

/** *When*: from when and until when, how often, and in which order with others. */
export function WhenCard({ value, onChange, readOnly, errorAt, type, isIgnored }: WhenCardProps) {
  const { start, end, repeat, priority, ignoresRateLimit } = value;
  const endsFirst = start !== null && end !== null && Date.parse(end) <= Date.parse(start);
  return (
    <section className="card target-card" aria-labelledby="target-when">
      <div className="card-head">
        <h2 id="target-when">When</h2>
        {isIgnored && <Note>Ignored</Note>}
      </div>
      <div className="target-columns">
        <MomentField
          label="Starts"
          empty="As soon as it is live."
          value={start}
          readOnly={readOnly}
          error={errorAt('start')}
          onChange={(next) => onChange({ ...value, start: next })}
        />
        <MomentField
          label="Expires"
          empty="Never."
          value={end}
          readOnly={readOnly}
          error={endsFirst ? 'It would end before it starts.' : errorAt('end')}
          onChange={(next) => onChange({ ...value, end: next })}
        />
      </div>
      <div className="target-group">
        <h3 className="field-label">How often a person sees it</h3>
        <div className="target-line">
          <RadioGroup
            label="How often a person sees it"
            look="bar"
            disabled={readOnly}
            value={repeat.type}
            onChange={(next) => onChange({ ...value, repeat: toRepeat(next) })}
            options={[
              { value: 'once', label: 'Once' },
              { value: 'always', label: 'Every time' },
              { value: 'everyDays', label: 'Every N days' },
            ]}
          />
          {repeat.type === 'everyDays' && (
            <>
              <span>every</span>
              <WholeNumber
                label="Days between two showings"
                value={repeat.days}
                min={1}
                max={365}
                disabled={readOnly}
                error={errorAt('repeat.days')}
                onChange={(days) => onChange({ ...value, repeat: { ...repeat, days } })}
              />
              <span>{repeat.days === 1 ? 'day' : 'days'} after it was last seen</span>
            </>
          )}
        </div>
      </div>
      <div className="target-group">
        <h3 className="field-label">Priority</h3>
        <div className="target-line">
          <WholeNumber
            label="Priority"
            value={priority}
            min={0}
            max={100}
            disabled={readOnly}
            error={errorAt('priority')}
            onChange={(next) => onChange({ ...value, priority: next })}
          />
          <span className="quiet">0 to 100: of several that could be shown, the highest is.</span>
        </div>
      </div>
      {waiting.has(type) ? (
        <p className="target-hint">
          It waits to be opened, so the rate limit of the project does not hold it back.
        </p>
      ) : (
        <RateLimitBox
          isIgnored={ignoresRateLimit}
          readOnly={readOnly}
          onChange={(next) => onChange({ ...value, ignoresRateLimit: next })}
        />
      )}
    </section>
  );
}

function toRepeat(type: Repeat['type']): Repeat {
  return type === 'everyDays' ? { type, days: 30 } : { type };
}

interface MomentFieldProps {
  label: string;
  /** What it means to leave it empty. */
  empty: string;
  value: string | null;
  readOnly: boolean;
  error: string | undefined;
  onChange: (value: string | null) => void;
}

function MomentField({ label, empty, value, readOnly, error, onChange }: MomentFieldProps) {
  const { timeZone } = useProject();
  return (
    <Field label={label} hint={value === null ? empty : `In ${timeZone}.`} error={error}>
      {(control) => (
        <Input
          {...control}
          type="datetime-local"
          max="9999-12-31T23:59"
          disabled={readOnly}
          value={value === null ? '' : toWallTime(value, timeZone)}
          onChange={(event) => onChange(toInstant(event.target.value, timeZone) ?? null)}
        />
      )}
    </Field>
  );
}

interface RateLimitBoxProps {
  isIgnored: boolean;
  readOnly: boolean;
  onChange: (isIgnored: boolean) => void;
}

function RateLimitBox({ isIgnored, readOnly, onChange }: RateLimitBoxProps) {
  const { id: projectId } = useProject();
  const label = 'Keep to the rate limit';
  return (
    <div className="target-group">
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the checkbox is in it */}
      <label className="device-box">
        <Checkbox
          label={label}
          checked={!isIgnored}
          disabled={readOnly}
          onChange={(event) => onChange(!event.target.checked)}
        />
        {label}
      </label>
      <p className="target-hint">
        {isIgnored
          ? 'It is shown even to whoever has just been shown another.'
          : 'It waits while this person has been shown another within the limit of the project.'}{' '}
        <Link to="/p/$projectId/settings" params={{ projectId }} className="row-link">
          Settings
        </Link>
      </p>
    </div>
  );
}
