import { useQuery } from '@tanstack/react-query';
import { Braces } from 'lucide-react';
import { catalogQuery } from '../../../api/catalog-api.ts';
import { useProject } from '../../../api/current-project.ts';
import { Menu, MenuGroup, MenuItem } from '../../../ui/menu.tsx';

// What variables find first; whatever else has no value is shown as its fallback.
const native = [
  { key: 'name', fallback: 'there' },
  { key: 'email', fallback: '' },
  { key: 'id', fallback: '' },
  { key: 'sessions', fallback: '' },
];

/** Offers what is known of people as a variable: `{name | there}`. */
export function VariableMenu({ onInsert }: { onInsert: (variable: string) => void }) {
  const { id: projectId } = useProject();
  const { data: catalog } = useQuery(catalogQuery(projectId));
  const known = (keys: readonly { key: string }[] | undefined, prefix: string) =>
    (keys ?? []).filter(({ key }) => !/[{}|\n]/.test(key)).map(({ key }) => `${prefix}${key}`);
  const attributes = known(catalog?.attributes, '');
  const traits = known(catalog?.traits, 'trait.');
  const item = (key: string, fallback = '') => (
    <MenuItem
      key={key}
      onClick={() => onInsert(fallback === '' ? `{${key}}` : `{${key} | ${fallback}}`)}
    >
      <span className="code">{`{${key}}`}</span>
    </MenuItem>
  );
  return (
    <Menu
      align="end"
      trigger={
        <button type="button" className="icon-button" aria-label="Insert a variable">
          <Braces size={14} />
        </button>
      }
    >
      <MenuGroup label="Of the person">
        {native.map(({ key, fallback }) => item(key, fallback))}
      </MenuGroup>
      {attributes.length > 0 && (
        <MenuGroup label="Custom attributes">{attributes.map((key) => item(key))}</MenuGroup>
      )}
      {traits.length > 0 && (
        <MenuGroup label="Segment.io traits">{traits.map((key) => item(key))}</MenuGroup>
      )}
    </Menu>
  );
}
