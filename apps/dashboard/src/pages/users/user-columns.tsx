import type { UserBody } from '@muster/protocol';
import type { ReactNode } from 'react';
import { Note } from '../../ui/badge.tsx';
import { NumberText } from '../../ui/number-text.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import type { UserSortField } from './users-search.ts';

/** A column of the list beside the user herself. */
export interface UserColumn {
  id: string;
  label: string;
  /** Set where the server can sort by it. */
  sortBy?: UserSortField;
  /** The first click sorts downwards. */
  descendingFirst?: boolean;
  isNumber?: boolean;
  /** Width in pixels; the rest is shared. */
  width: number;
  show: (user: UserBody) => ReactNode;
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
    width: 90,
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

/** The columns to choose from. */
export function listUserColumns(): readonly UserColumn[] {
  return nativeColumns;
}

/** The columns that are shown unless the address says otherwise. */
export const defaultColumns: readonly string[] = ['email', 'lastActivity', 'tags', 'sessions'];

function TagList({ tags }: { tags: readonly string[] }) {
  return (
    <span className="tag-list">
      {tags.map((tag) => (
        <Note key={tag}>{tag}</Note>
      ))}
    </span>
  );
}
