import { Field, Input } from '../../../ui/input.tsx';
import { type Option, Select } from '../../../ui/select.tsx';
import type { MappingDraft } from './mapping-draft.ts';
import { PathField } from './path-field.tsx';
import { ValueRows } from './value-rows.tsx';

const userOptions: readonly Option<MappingDraft['userBy']>[] = [
  { value: 'userId', label: 'by user id' },
  { value: 'email', label: 'by email' },
];

const eventOptions: readonly Option<MappingDraft['eventBy']>[] = [
  { value: 'none', label: 'Nothing' },
  { value: 'path', label: 'An event named in it' },
  { value: 'text', label: 'An event of one name' },
];

interface MappingEditorProps {
  draft: MappingDraft;
  onChange: (part: Partial<MappingDraft>) => void;
  /** The id of the list of the paths of the sample. */
  paths: string;
  readOnly: boolean;
}

/** Says where in a payload is what. */
export function MappingEditor({ draft, onChange, paths, readOnly }: MappingEditorProps) {
  const field = (label: string, name: keyof MappingDraft, placeholder = '') => (
    <PathField
      label={label}
      value={String(draft[name])}
      onChange={(path) => onChange({ [name]: path })}
      paths={paths}
      readOnly={readOnly}
      placeholder={placeholder}
    />
  );
  const rows = { paths, readOnly };
  return (
    <div className="mapping-editor">
      <fieldset>
        <legend>Who it is about</legend>
        <div className="mapping-line">
          <Select
            label="Known by"
            options={userOptions}
            value={draft.userBy}
            disabled={readOnly}
            onChange={(userBy) => onChange({ userBy })}
          />
          {field('Path of the id or email', 'userPath', 'user.id')}
        </div>
      </fieldset>
      <fieldset>
        <legend>Attributes</legend>
        <ValueRows
          what="attribute"
          rows={draft.attributes}
          onChange={(attributes) => onChange({ attributes })}
          {...rows}
        />
        <div className="mapping-line">
          {field('Name', 'name')}
          {field('Email', 'email')}
          {field('Language', 'language')}
        </div>
      </fieldset>
      <fieldset>
        <legend>Event</legend>
        <div className="mapping-line">
          <Select
            label="What each payload is, too"
            options={eventOptions}
            value={draft.eventBy}
            disabled={readOnly}
            onChange={(eventBy) => onChange({ eventBy })}
          />
          {draft.eventBy === 'path' && field('Path of the name', 'eventName', 'event')}
          {draft.eventBy === 'text' && (
            <Field label="Name of the event">
              {(control) => (
                <Input
                  {...control}
                  className="code"
                  value={draft.eventName}
                  readOnly={readOnly}
                  maxLength={200}
                  onChange={(event) => onChange({ eventName: event.target.value })}
                />
              )}
            </Field>
          )}
        </div>
        {draft.eventBy !== 'none' && (
          <ValueRows
            what="property"
            rows={draft.properties}
            onChange={(properties) => onChange({ properties })}
            {...rows}
          />
        )}
      </fieldset>
      <details className="mapping-more">
        <summary>Lists, repetitions and times</summary>
        <div className="mapping-line">
          {field('List of items', 'items', 'none: the payload is one')}
          {field('Id of a message', 'messageId', 'tells a repetition')}
          {field('Time', 'timestamp', 'none: of arrival')}
        </div>
        <div className="mapping-line">
          {field('Only where', 'onlyPath', 'type')}
          <Field label="is one of, by commas">
            {(control) => (
              <Input
                {...control}
                value={draft.onlyEquals}
                readOnly={readOnly}
                onChange={(event) => onChange({ onlyEquals: event.target.value })}
              />
            )}
          </Field>
        </div>
      </details>
    </div>
  );
}
