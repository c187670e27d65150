import type { ImportFormat } from '@muster/protocol';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '../../../api/current-project.ts';
import { importPreviewQuery } from '../../../api/imports-api.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Input } from '../../../ui/input.tsx';
import { Select } from '../../../ui/select.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { ProblemState } from '../../problem-state.tsx';
import { Callout } from '../callout.tsx';
import { useDraftForm } from './draft-form.ts';
import {
  delimiterLabels,
  describeDelimiter,
  encodingLabels,
  isSameFormat,
  quoteLabels,
} from './format-words.ts';
import { IssueList } from './issue-list.tsx';
import { PreviewTable } from './preview-table.tsx';
import { StepFoot } from './step-foot.tsx';

/** What was detected, which can be changed, and how the file begins when it is read like that. */
export function FormatStep() {
  const { draft, change, goTo } = useDraftForm();
  const { id: projectId } = useProject();
  // Not saved before one goes on: it is tried out, and saving it reads the whole file anew.
  const [format, setFormat] = useState(draft.format);
  const { data, error, isPlaceholderData, refetch } = useQuery(
    importPreviewQuery(projectId, draft.id, format),
  );
  const isChanged = !isSameFormat(format, draft.format);
  const isDetected = isSameFormat(format, draft.detected);
  return (
    <>
      <div className="card import-card">
        <div className="format-fields">
          <FormatFields
            format={format}
            detected={draft.detected}
            onChange={(part) => setFormat({ ...format, ...part })}
          />
        </div>
        <p className="field-hint" aria-live="polite">
          {isDetected ? 'As detected in the file.' : 'Not as detected.'}{' '}
          {isChanged &&
            'Going on reads the whole file like this: identifier and columns are suggested anew.'}
        </p>
        {!isDetected && (
          <div>
            <Button onClick={() => setFormat(draft.detected)}>Back to what was detected</Button>
          </div>
        )}
      </div>
      {draft.warnings.length > 0 && !isChanged && (
        <Callout tone="warning" title="Odd about this file">
          <ul>
            {draft.warnings.map((warning) => (
              <li key={warning} className="wrap-anywhere">
                {warning}
              </li>
            ))}
          </ul>
        </Callout>
      )}
      {error && <ProblemState error={error} what="the first rows" onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={8} height={24} label="Loading the first rows" />}
      {data && !error && (
        <div className="stale-while-asking" data-stale={isPlaceholderData || undefined}>
          <PreviewTable columns={data.columns} rows={data.rows} />
        </div>
      )}
      {data && !error && data.problems.length > 0 && (
        <Callout tone="warning" title="In these rows">
          <IssueList issues={data.problems} />
        </Callout>
      )}
      <StepFoot
        next="Continue"
        onNext={() => {
          if (isChanged) change({ format });
          return goTo('identifier');
        }}
      />
    </>
  );
}

interface FormatFieldsProps {
  format: ImportFormat;
  detected: ImportFormat;
  onChange: (part: Partial<ImportFormat>) => void;
}

function FormatFields({ format, detected, onChange }: FormatFieldsProps) {
  const mark = (isDetected: boolean) => (isDetected ? { note: 'detected' } : {});
  const delimiters = [...new Set([...Object.keys(delimiterLabels), detected.delimiter])];
  const [isOther, setOther] = useState(!delimiters.includes(format.delimiter));
  return (
    <>
      <Field label="Encoding">
        {(control) => (
          <Select
            id={control.id}
            value={format.encoding}
            onChange={(encoding) => onChange({ encoding })}
            options={Object.entries(encodingLabels).map(([value, label]) => ({
              value: value as ImportFormat['encoding'],
              label,
              ...mark(value === detected.encoding),
            }))}
          />
        )}
      </Field>
      <Field label="Delimiter">
        {(control) => (
          <span className="format-line">
            <Select
              id={control.id}
              value={isOther ? 'other' : format.delimiter}
              onChange={(delimiter) => {
                setOther(delimiter === 'other');
                if (delimiter !== 'other') onChange({ delimiter });
              }}
              options={[
                ...delimiters.map((value) => ({
                  value,
                  label: describeDelimiter(value),
                  ...mark(value === detected.delimiter),
                })),
                { value: 'other', label: 'Another character' },
              ]}
            />
            {isOther && <OtherDelimiter onChange={(delimiter) => onChange({ delimiter })} />}
          </span>
        )}
      </Field>
      <Field label="Quoting">
        {(control) => (
          <Select
            id={control.id}
            value={format.quote ?? 'none'}
            onChange={(quote) => onChange({ quote: quote === 'none' ? null : quote })}
            options={(['"', "'", 'none'] as const).map((value) => ({
              value,
              label: quoteLabels[value],
              ...mark(value === (detected.quote ?? 'none')),
            }))}
          />
        )}
      </Field>
    </>
  );
}

/** One character; what cannot delimit cells is not taken. */
function OtherDelimiter({ onChange }: { onChange: (delimiter: string) => void }) {
  const [text, setText] = useState('');
  return (
    <Input
      className="format-other"
      aria-label="Delimiter character"
      value={text}
      maxLength={1}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => {
        const typed = event.target.value;
        if (/["'\r\n]/.test(typed)) return;
        setText(typed);
        if (typed !== '') onChange(typed);
      }}
    />
  );
}
