import type { Sort, UserBody } from '@muster/protocol';
import { Link, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useProject } from '../../api/current-project.ts';
import { nameOf, toUserRef } from '../../api/users-api.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { SortHeader } from '../../ui/table.tsx';
import { useWindowRows } from '../../ui/window-rows.ts';
import { listUserColumns, type UserColumn } from './user-columns.tsx';
import type { UserSortField } from './users-search.ts';

interface UsersTableProps {
  users: readonly UserBody[];
  /** Of everybody who matches, loaded or not. */
  count: number;
  columns: readonly string[];
  sort: Sort | undefined;
  onSort: (sort: Sort) => void;
  /** True while it shows the answer to an earlier question. */
  isStale: boolean;
  hasMore: boolean;
  onMore: () => void;
}

const rowHeight = 41;
/** The next page is asked for when so few rows are left below the window. */
const rowsAhead = 60;

/** The list: only the rows in sight are drawn, and the next page comes before the last row is reached. */
export function UsersTable(props: UsersTableProps) {
  const { users, count, columns, sort, onSort, isStale, hasMore, onMore } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const { from, to } = useWindowRows(body, rowHeight, users.length);
  useEffect(() => {
    if (hasMore && !isStale && to > users.length - rowsAhead) onMore();
  });
  const shown = columns
    .map((id) => listUserColumns().find((column) => column.id === id))
    .filter((column) => column !== undefined);
  return (
    <div className="users-card" data-stale={isStale || undefined}>
      <table className="table users-table" aria-rowcount={count + 1}>
        <caption className="visually-hidden">Users</caption>
        <UsersHead columns={shown} sort={sort} onSort={onSort} />
        <tbody ref={body}>
          <Spacer height={from * rowHeight} columns={shown.length + 1} />
          {users.slice(from, to).map((user, index) => (
            <UserRow
              key={`${user.id} ${user.anonymousId}`}
              user={user}
              index={from + index}
              columns={shown}
            />
          ))}
          <Spacer height={(users.length - to) * rowHeight} columns={shown.length + 1} />
        </tbody>
      </table>
    </div>
  );
}

function UsersHead({
  columns,
  sort,
  onSort,
}: {
  columns: readonly UserColumn[];
  sort: Sort | undefined;
  onSort: (sort: Sort) => void;
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
        <SortHeader field="name" {...head}>
          User
        </SortHeader>
        {columns.map(({ id, label, sortBy, descendingFirst, isNumber, width }) => {
          const look = { className: isNumber ? 'number' : undefined, style: { width } };
          if (sortBy === undefined) {
            return (
              <th key={id} scope="col" {...look}>
                {label}
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

function UserRow({
  user,
  index,
  columns,
}: {
  user: UserBody;
  index: number;
  columns: readonly UserColumn[];
}) {
  const { id: projectId } = useProject();
  const search = useSearch({ from: '/p/$projectId/users' });
  const { id, kind } = toUserRef(user);
  const name = nameOf(user);
  return (
    // Rows number from the head, which is the first.
    <tr aria-rowindex={index + 2} className="user-row">
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
}

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
