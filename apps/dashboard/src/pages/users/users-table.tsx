import type { Sort } from '@muster/protocol';
import { Link, useSearch } from '@tanstack/react-router';
import { memo, type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react';
import { useProject } from '../../api/current-project.ts';
import { type ListedUser, nameOf, toUserRef } from '../../api/users-api.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { SortHeader } from '../../ui/table.tsx';
import { useWindowRows } from '../../ui/window-rows.ts';
import { findUserColumn, type UserColumn } from './user-columns.tsx';
import { keyOf, selectUsers, type UserSelection } from './user-selection.ts';
import type { UserSortField } from './users-search.ts';

interface UsersTableProps {
  users: readonly ListedUser[];
  /** Of everybody who matches, loaded or not. */
  count: number;
  columns: readonly string[];
  sort: Sort | undefined;
  onSort: (sort: Sort) => void;
  /** True while it shows the answer to an earlier question. */
  isStale: boolean;
  hasMore: boolean;
  onMore: () => void;
  selection: UserSelection;
  onSelect: (selection: UserSelection) => void;
}

const rowHeight = 41;
/** The next page is asked for when so few rows are left below the window. */
const rowsAhead = 200;

/** The list: only the rows in sight are drawn, and the next page comes before the last row is reached. */
export function UsersTable(props: UsersTableProps) {
  const { users, count, columns, sort, onSort, isStale, hasMore, onMore, selection, onSelect } =
    props;
  const body = useRef<HTMLTableSectionElement>(null);
  const { from, to } = useWindowRows(body, rowHeight, users.length);
  useEffect(() => {
    if (hasMore && !isStale && to > users.length - rowsAhead) onMore();
  });
  // Kept, as all that is given to the rows: a scroll draws only those that come into sight.
  const shown = useMemo(
    () => columns.map(findUserColumn).filter((column) => column !== undefined),
    [columns],
  );
  const select = useCallback(
    (user: ListedUser, isIn: boolean) => onSelect(selectUsers(selection, [user], isIn)),
    [selection, onSelect],
  );
  return (
    <div className="users-card stale-while-asking" data-stale={isStale || undefined}>
      <table className="table users-table" aria-rowcount={count + 1}>
        <caption className="visually-hidden">Users</caption>
        <UsersHead columns={shown} sort={sort} onSort={onSort}>
          <Checkbox
            label="Select all that are loaded"
            checked={selection.size > 0 && selection.size >= users.length}
            mixed={selection.size > 0 && selection.size < users.length}
            onChange={(event) => onSelect(selectUsers(selection, users, event.target.checked))}
          />
        </UsersHead>
        <tbody ref={body}>
          <Spacer height={from * rowHeight} columns={shown.length + 2} />
          {users.slice(from, to).map((user, index) => (
            <UserRow
              key={keyOf(user)}
              user={user}
              index={from + index}
              columns={shown}
              isSelected={selection.has(keyOf(user))}
              onSelect={select}
            />
          ))}
          <Spacer height={(users.length - to) * rowHeight} columns={shown.length + 2} />
        </tbody>
      </table>
    </div>
  );
}

function UsersHead({
  columns,
  sort,
  onSort,
  children,
}: {
  columns: readonly UserColumn[];
  sort: Sort | undefined;
  onSort: (sort: Sort) => void;
  /** What selects all. */
  children: ReactNode;
}) {
  const head = {
    sorting: sort && {
      field: sort.replace(/^-/, '') as UserSortField,
      descending: sort.startsWith('-'),
    },
    onSort: ({ field, descending }: { field: UserSortField; descending: boolean }) =>
      onSort(descending ? `-${field}` : field),
  };
  return (
    <thead>
      <tr>
        <td className="user-check">{children}</td>
        <SortHeader field="name" {...head}>
          User
        </SortHeader>
        {columns.map(({ id, label, sortBy, descendingFirst, isNumber, isCode, width }) => {
          const look = {
            className: `${isNumber ? 'number' : ''} ${isCode ? 'code' : ''}`,
            style: { width },
          };
          if (sortBy === undefined) {
            return (
              <th key={id} scope="col" {...look}>
                <span className="user-value">{label}</span>
              </th>
            );
          }
          return (
            <SortHeader
              key={id}
              field={sortBy}
              descendingFirst={descendingFirst}
              {...look}
              {...head}
            >
              {label}
            </SortHeader>
          );
        })}
      </tr>
    </thead>
  );
}

const UserRow = memo(function UserRow({
  user,
  index,
  columns,
  isSelected,
  onSelect,
}: {
  user: ListedUser;
  index: number;
  columns: readonly UserColumn[];
  isSelected: boolean;
  onSelect: (user: ListedUser, isIn: boolean) => void;
}) {
  const { id: projectId } = useProject();
  const search = useSearch({ from: '/p/$projectId/users' });
  const { id, kind } = toUserRef(user);
  const name = nameOf(user);
  return (
    // Rows number from the head, which is the first.
    <tr aria-rowindex={index + 2} className="user-row" aria-selected={isSelected}>
      <td className="user-check">
        <Checkbox
          label={`Select ${name}`}
          checked={isSelected}
          onChange={(event) => onSelect(user, event.target.checked)}
        />
      </td>
      <td>
        <Link
          to="/p/$projectId/users/$userId"
          params={{ projectId, userId: id }}
          search={{ ...search, kind: kind === 'anonymous' ? kind : undefined }}
          className="user-cell"
          resetScroll={false}
          dir="auto"
        >
          <Avatar name={name} />
          <span className="user-name">{name}</span>
          {name !== id && <span className="quiet truncate">{shorten(id, kind)}</span>}
        </Link>
      </td>
      {columns.map((column) => (
        <td key={column.id} className={column.isNumber ? 'number' : undefined}>
          <span className="user-value">{column.show(user)}</span>
        </td>
      ))}
    </tr>
  );
});

/** Of an anonymous id, which says nothing, only the beginning. */
function shorten(id: string, kind: string): string {
  return kind === 'anonymous' && id.length > 8 ? `${id.slice(0, 8)}…` : id;
}

/** Stands for the rows above or below those drawn. */
function Spacer({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row is not focusable, and this one says nothing
    <tr aria-hidden="true" className="spacer">
      <td className="spacer-cell" colSpan={columns} style={{ height }} />
    </tr>
  );
}
