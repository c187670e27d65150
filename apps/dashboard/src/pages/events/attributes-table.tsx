import type { AttributeSource } from '@muster/conditions';
import type { CatalogBody } from '@muster/protocol';
import { Link, useNavigate } from '@tanstack/react-router';
import { useProject } from '../../api/current-project.ts';
import { Note } from '../../ui/badge.tsx';
import { formatShare, NumberText } from '../../ui/number-text.tsx';
import { SortHeader, Table } from '../../ui/table.tsx';
import { type Listed, readSorting } from './arrange.ts';
import { AttributeTile } from './attribute-tile.tsx';
import { labelAttributeSource } from './event-sources.ts';
import { HideButton } from './hide-button.tsx';
import { TypeList } from './type-list.tsx';

/** An attribute as lists take it. */
export type ListedAttribute = CatalogBody['native'][number] & Listed & { source: AttributeSource };

/** What the list can be ordered by. */
export const attributeFields = {
  name: ({ label }: ListedAttribute) => label,
  count: ({ count }: ListedAttribute) => count,
  types: ({ kinds }: ListedAttribute) => kinds.map(({ kind }) => kind).join(),
};

interface AttributesTableProps {
  attributes: readonly ListedAttribute[];
  /** How many users there are. */
  users: number;
  sort: string | undefined;
  onSort: (sort: string) => void;
}

/** A row an attribute: a click opens it. */
export function AttributesTable({ attributes, users, sort, onSort }: AttributesTableProps) {
  const { mayEdit } = useProject();
  const head = {
    sorting: readSorting(sort, attributeFields),
    onSort: ({ field, descending }: { field: keyof typeof attributeFields; descending: boolean }) =>
      onSort(descending ? `-${field}` : field),
  };
  return (
    <Table label="Attributes">
      <thead>
        <tr>
          <SortHeader field="name" {...head}>
            Attribute
          </SortHeader>
          <SortHeader field="types" {...head}>
            Types
          </SortHeader>
          <SortHeader field="count" descendingFirst className="number" {...head}>
            Users
          </SortHeader>
          <th scope="col" className="number events-users">
            Of all
          </th>
          {mayEdit && (
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {attributes.map((attribute) => (
          <AttributeRow
            key={`${attribute.source} ${attribute.key}`}
            attribute={attribute}
            users={users}
            mayEdit={mayEdit}
          />
        ))}
      </tbody>
    </Table>
  );
}

interface AttributeRowProps {
  attribute: ListedAttribute;
  users: number;
  mayEdit: boolean;
}

function AttributeRow({ attribute, users, mayEdit }: AttributeRowProps) {
  const { id: projectId } = useProject();
  const navigate = useNavigate();
  const { source, key, label, description, hidden, count, kinds, mixed } = attribute;
  const target = {
    to: '/p/$projectId/events/attributes/$source',
    params: { projectId, source },
    search: { key },
  } as const;
  return (
    // The whole row is a larger target for the pointer; the link within is the one for the keyboard.
    <tr
      className="catalog-row"
      data-hidden={hidden || undefined}
      onClick={(click) => {
        if (!(click.target as HTMLElement).closest('a, button')) void navigate(target);
      }}
    >
      <td>
        <span className="catalog-name-cell">
          <AttributeTile source={source} />
          <span className="cell-two-lines">
            <span>
              <Link
                {...target}
                className={`row-link catalog-name ${source === 'native' ? '' : 'code'}`}
              >
                {label || '(no name)'}
              </Link>
              {hidden && (
                <>
                  {' '}
                  <Note>Hidden</Note>
                </>
              )}
            </span>
            <span className="cell-note catalog-about" dir="auto">
              {description || labelAttributeSource(source)}
            </span>
          </span>
        </span>
      </td>
      <td>
        <TypeList kinds={kinds} mixed={mixed} />
      </td>
      <td className="number">
        <NumberText value={count} compact />
      </td>
      <td className="number events-users">{formatShare(count, users)}</td>
      {mayEdit && (
        <td className="catalog-actions">
          <HideButton subject={{ type: 'attribute', source, key }} name={label} hidden={hidden} />
        </td>
      )}
    </tr>
  );
}
