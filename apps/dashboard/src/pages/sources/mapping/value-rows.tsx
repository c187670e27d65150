import type { SourceMapping } from '@muster/protocol';
import { Plus, X } from 'lucide-react';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Input } from '../../../ui/input.tsx';
import { type Option, Select } from '../../../ui/select.tsx';

type Row = SourceMapping['attributes'][number];

const conversions: readonly Option<Row['as']>[] = [
  { value: 'asIs', label: 'As it comes' },
  { value: 'string', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'boolean', label: 'Yes/no' },
  { value: 'date', label: 'Date' },
  { value: 'list', label: 'List' },
];

interface ValueRowsProps {
  /** What a row makes: `attribute`, `property`. */
  what: string;
  rows: readonly Row[];
  onChange: (rows: Row[]) => void;
  paths: string;
  readOnly: boolean;
}

/** Which values are taken, what they are called and what type they become. */
export function ValueRows({ what, rows, onChange, paths, readOnly }: ValueRowsProps) {
  const set = (at: number, part: Partial<Row>) =>
    onChange(rows.map((row, index) => (index === at ? { ...row, ...part } : row)));
  return (
    <div className="value-rows">
      {rows.map((row, at) => {
        const number = at + 1;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have nothing else, and do not move
          <div key={at} className="value-row">
            <Input
              className="code"
              aria-label={`Path of ${what} ${number}`}
              placeholder="Path"
              list={paths}
              value={row.path}
              readOnly={readOnly}
              maxLength={300}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => set(at, { path: event.target.value })}
            />
            <span aria-hidden="true" className="quiet">
              →
            </span>
            <Input
              className="code"
              aria-label={`Name of ${what} ${number}`}
              placeholder="Name"
              value={row.key}
              readOnly={readOnly}
              maxLength={200}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => set(at, { key: event.target.value })}
            />
            <Select
              label={`Type of ${what} ${number}`}
              options={conversions}
              value={row.as}
              disabled={readOnly}
              onChange={(as) => set(at, { as })}
            />
            {!readOnly && (
              <IconButton
                label={`Remove ${what} ${number}`}
                onClick={() => onChange(rows.toSpliced(at, 1))}
              >
                <X size={14} />
              </IconButton>
            )}
          </div>
        );
      })}
      {!readOnly && (
        <Button
          look="quiet"
          icon={<Plus size={15} aria-hidden="true" />}
          onClick={() => onChange([...rows, { path: '', key: '', as: 'asIs' }])}
        >
          Add {what === 'attribute' ? 'an' : 'a'} {what}
        </Button>
      )}
    </div>
  );
}
