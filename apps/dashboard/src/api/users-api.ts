import type { Group } from '@muster/conditions';
import type {
  MembershipBody,
  ProfileBody,
  Sort,
  UserBody,
  UserEventBody,
  UserExperienceBody,
} from '@muster/protocol';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call, projectPath, toQuery } from './call.ts';

/** Which of the two kinds of id a user is known by. */
export type UserKind = 'user' | 'anonymous';

/** A user as the path of a call names her. */
export interface UserRef {
  id: string;
  kind: UserKind;
}

/** A user of a list, with the values of the columns that were asked for. */
export type ListedUser = UserBody & { columns?: Record<string, Value | null> };

/** A value of an attribute, a trait or a property. */
export type Value = ProfileBody['attributes'][string]['value'];

interface AudiencePage {
  count: number;
  users: ListedUser[];
  nextCursor: string | null;
  now: string;
}

/** The first rows come soon, the others are fetched ahead of whoever scrolls fast. */
const firstPageSize = 100;
const nextPageSize = 300;

/** How to address a user of a list. Everybody has one of the two ids. */
export function toUserRef({ id, anonymousId }: UserBody): UserRef {
  if (id !== null) return { id, kind: 'user' };
  return { id: anonymousId ?? '', kind: 'anonymous' };
}

/** What a user is called: by name, or else email, or else id; *Anonymous* before she is known. */
export function nameOf({ name, email, id }: Pick<UserBody, 'name' | 'email' | 'id'>): string {
  return name || email || id || 'Anonymous';
}

/** The first few who match, for suggestions. */
export function foundUsersQuery(projectId: string, conditions: Group) {
  return queryOptions({
    queryKey: [projectId, 'found', conditions],
    queryFn: ({ signal }) =>
      call<AudiencePage>(projectPath(projectId, 'audience'), {
        method: 'POST',
        body: { conditions, limit: 6 },
        signal,
      }),
    select: ({ users }) => users,
  });
}

/**
 * Who matches, page by page. The count is that of all pages. `columns` are `attributes.<key>` and
 * `traits.<key>`.
 */
export function audienceQuery(
  projectId: string,
  conditions: Group,
  { sort, columns = [] }: { sort?: Sort | undefined; columns?: readonly string[] } = {},
) {
  return infiniteQueryOptions({
    queryKey: [projectId, 'audience', conditions, sort ?? null, columns],
    queryFn: ({ pageParam, signal }) =>
      call<AudiencePage>(projectPath(projectId, 'audience'), {
        method: 'POST',
        body: {
          conditions,
          limit: pageParam === undefined ? firstPageSize : nextPageSize,
          sort,
          cursor: pageParam,
          ...(columns.length > 0 && { columns }),
        },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

/** How many match. */
export function countQuery(projectId: string, conditions: Group) {
  return queryOptions({
    queryKey: [projectId, 'count', conditions],
    queryFn: ({ signal }) =>
      call<{ count: number; now: string }>(projectPath(projectId, 'audience', 'count'), {
        method: 'POST',
        body: { conditions },
        signal,
      }),
  });
}

/** Everything that is known of one user. */
export function profileQuery(projectId: string, { id, kind }: UserRef) {
  return queryOptions({
    queryKey: [projectId, 'user', kind, id],
    queryFn: ({ signal }) =>
      call<ProfileBody>(projectPath(projectId, 'users', id) + toQuery({ kind }), { signal }),
  });
}

/** Which segments she is in now. */
export function userSegmentsQuery(projectId: string, { id, kind }: UserRef) {
  return queryOptions({
    queryKey: [projectId, 'user', kind, id, 'segments'],
    queryFn: ({ signal }) =>
      call<MembershipBody[]>(projectPath(projectId, 'users', id, 'segments') + toQuery({ kind }), {
        signal,
      }),
  });
}

/** Why she is in a segment or is not; `why` is null when the segment cannot be evaluated. */
export function whyQuery(projectId: string, { id, kind }: UserRef, segmentId: string) {
  return queryOptions({
    queryKey: [projectId, 'user', kind, id, 'why', segmentId],
    queryFn: ({ signal }) =>
      call<MembershipBody & { now: string; why: unknown }>(
        projectPath(projectId, 'users', id, 'segments', segmentId, 'why') + toQuery({ kind }),
        { signal },
      ),
  });
}

/** On which page and device a user is thought to be; without an address, pages are not asked about. */
export interface Visit {
  url: string | undefined;
  device: 'desktop' | 'tablet' | 'mobile';
}

/** What she may see now on that visit, with the verdict of every rule. */
export function userExperiencesQuery(projectId: string, { id, kind }: UserRef, visit: Visit) {
  return queryOptions({
    queryKey: [projectId, 'user', kind, id, 'experiences', visit],
    queryFn: ({ signal }) =>
      call<{ now: string; experiences: UserExperienceBody[] }>(
        projectPath(projectId, 'users', id, 'experiences') +
          toQuery({ kind, url: visit.url, device: visit.device }),
        { signal },
      ),
    select: ({ experiences }) => experiences,
  });
}

interface EventPage {
  events: UserEventBody[];
  nextCursor: string | null;
}

/** What a user did, newest first, page by page. */
export function userEventsQuery(projectId: string, { id, kind }: UserRef) {
  return infiniteQueryOptions({
    queryKey: [projectId, 'user', kind, id, 'events'],
    queryFn: ({ pageParam, signal }) =>
      call<EventPage>(
        projectPath(projectId, 'users', id, 'events') +
          toQuery({ kind, limit: 50, cursor: pageParam }),
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}
