import type { CatalogBody } from '@muster/protocol';
import { Columns3 } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuCheck, MenuGroup } from '../../ui/menu.tsx';
import { listUserColumns, type UserColumn } from './user-columns.tsx';

interface ColumnChooserProps {
  /** Undefined while it is not known. */
  catalog: CatalogBody | undefined;
  columns: readonly string[];
  onChange: (columns: readonly string[]) => void;
}

/** Which columns the list has: native fields, and whatever attributes the project knows. */
export function ColumnChooser({ catalog, columns, onChange }: ColumnChooserProps) {
  const all = listUserColumns(catalog);
  const parts = [
    { label: 'Fields', of: all.filter(({ isCode }) => !isCode) },
    { label: 'Custom attributes', of: all.filter(({ id }) => id.startsWith('attributes.')) },
    { label: 'Segment.io traits', of: all.filter(({ id }) => id.startsWith('traits.')) },
  ];
  const toggle = (id: string, isOn: boolean) =>
    onChange(isOn ? [...columns, id] : columns.filter((one) => one !== id));
  const entry = ({ id, label, isCode }: UserColumn) => (
    <MenuCheck key={id} checked={columns.includes(id)} onCheckedChange={(isOn) => toggle(id, isOn)}>
      <span className={isCode ? 'code wrap-anywhere' : undefined}>{label}</span>
    </MenuCheck>
  );
  return (
    <Menu
      align="end"
      trigger={
        <Button look="quiet" icon={<Columns3 size={15} aria-hidden="true" />}>
          Columns
        </Button>
      }
    >
      {parts
        .filter((part) => part.of.length > 0)
        .map((part) => (
          <MenuGroup key={part.label} label={part.label}>
            {part.of.map(entry)}
          </MenuGroup>
        ))}
    </Menu>
  );
}
