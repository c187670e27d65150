import { Columns3 } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuCheck, MenuGroup } from '../../ui/menu.tsx';
import { listUserColumns } from './user-columns.tsx';

interface ColumnChooserProps {
  columns: readonly string[];
  onChange: (columns: readonly string[]) => void;
}

/** Which columns the list has. */
export function ColumnChooser({ columns, onChange }: ColumnChooserProps) {
  const all = listUserColumns();
  const toggle = (id: string, isOn: boolean) =>
    onChange(
      isOn
        ? all.map((column) => column.id).filter((one) => one === id || columns.includes(one))
        : columns.filter((one) => one !== id),
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
      <MenuGroup label="Columns">
        {all.map(({ id, label }) => (
          <MenuCheck
            key={id}
            checked={columns.includes(id)}
            onCheckedChange={(isOn) => toggle(id, isOn)}
          >
            {label}
          </MenuCheck>
        ))}
      </MenuGroup>
    </Menu>
  );
}
