import type { CatalogBody } from '@muster/protocol';
import type { ReactNode } from 'react';
import type { ListedUser } from '../../api/users-api.ts';
import { Note } from '../../ui/badge.tsx';
import { NumberText } from '../../ui/number-text.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { ValueText } from '../value-text.tsx';
import type { UserSortField } from './users-search.ts';

/** A column of the list beside the user herself. */
export interface UserColumn {
  /** A native field, `attributes.<key>` or `traits.<key>`. */
  id: string;
  label: string;
  /** True for names that the customer invented. */
  isCode?: boolean;
  /** Set where the server can sort by it. */
  sortBy?: UserSortField;
  /** The first click sorts downwards. */
  descendingFirst?: boolean;
  isNumber?: boolean;
  /** Pixels; what is left is the user's own column. */
  width: number;
  show: (user: ListedUser) => ReactNode;
}

const missing = <span className="quiet">–</span>;

const nativeColumns: readonly UserColumn[] = [
  {
    id: 'email',
    label: 'Email',
    sortBy: 'email',
    width: 220,
    show: ({ email }) => email ?? missing,
  },
  {
    id: 'lastActivity',
    label: 'Last activity',
    sortBy: 'lastActivity',
    descendingFirst: true,
    width: 130,
    show: ({ lastActivity }) => <RelativeTime at={lastActivity} />,
  },
  {
    id: 'tags',
    label: 'Tags',
    width: 180,
    show: ({ tags }) => (tags.length === 0 ? missing : <TagList tags={tags} />),
  },
  {
    id: 'sessions',
    label: 'Sessions',
    sortBy: 'sessions',
    descendingFirst: true,
    isNumber: true,
    width: 96,
    show: ({ sessions }) => <NumberText value={sessions} />,
  },
  {
    id: 'language',
    label: 'Language',
    width: 100,
    show: ({ language }) => language ?? missing,
  },
  {
    id: 'firstSeen',
    label: 'First seen',
    sortBy: 'firstSeen',
    descendingFirst: true,
    width: 130,
    show: ({ firstSeen }) => <RelativeTime at={firstSeen} />,
  },
  {
    id: 'created',
    label: 'Created',
    sortBy: 'created',
    descendingFirst: true,
    width: 130,
    show: ({ created }) => <RelativeTime at={created} />,
  },
];

/** A native column, or that of an attribute or trait; undefined for what is neither. */
export function findUserColumn(id: string): UserColumn | undefined {
  const native = nativeColumns.find((column) => column.id === id);
  if (native) return native;
  const key = /^(?:attributes|traits)\.(.+)$/s.exec(id)?.[1];
  if (key === undefined) return undefined;
  return {
    id,
    label: key,
    isCode: true,
    width: 150,
    show: ({ columns }) => {
      const value = columns?.[id];
      return value === undefined || value === null ? missing : <ValueText value={value} />;
    },
  };
}

/** The columns to choose from: native ones, and what the project has data of. */
export function listUserColumns(catalog: CatalogBody | undefined): UserColumn[] {
  const ids = [
    ...nativeColumns.map(({ id }) => id),
    ...(catalog?.attributes.map(({ key }) => `attributes.${key}`) ?? []),
    ...(catalog?.traits.map(({ key }) => `traits.${key}`) ?? []),
  ];
  return ids.map(findUserColumn).filter((column) => column !== undefined);
}

const usual = ['email', 'lastActivity', 'tags', 'sessions'];
const usualCount = 5;

/**
 * The columns to show unless the address says otherwise: of the usual ones those that anybody has a
 * value of, and attributes in the room that is left. The usual ones while it is not known.
 */
export function chooseDefaultColumns(catalog: CatalogBody | undefined): readonly string[] {
  if (catalog === undefined || catalog.users === 0) return usual;
  const filled = new Set(catalog.native.filter(({ count }) => count > 0).map(({ key }) => key));
  const shown = usual.filter((id) => filled.has(id));
  // `name` and `email` among the attributes repeat what the native fields say.
  const attributes = catalog.attributes
    .filter(({ key }) => !filled.has(key))
    .map(({ key }) => `attributes.${key}`);
  return [...shown, ...attributes.slice(0, usualCount - shown.length)];
}

function TagList({ tags }: { tags: readonly string[] }) {
  return (
    <span className="tag-list">
      {tags.map((tag) => (
        <Note key={tag}>{tag}</Note>
      ))}
    </span>
  );
}
