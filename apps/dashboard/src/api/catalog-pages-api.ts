import type { AttributeSource, EventSource } from '@muster/conditions';
import type {
  AttributeDetailBody,
  CatalogBody,
  CatalogSubject,
  EventDetailBody,
  EventVolumesBody,
  OccurrenceBody,
} from '@muster/protocol';
import { queryOptions } from '@tanstack/react-query';
import { call, projectPath, toQuery } from './call.ts';
import { listProperties } from './catalog-api.ts';

/** The server remembers what is dear to it, so that asking is cheap. */
const live = { refetchInterval: 5_000 };

/** An event as addresses name it. */
export interface EventRef {
  source: EventSource;
  name: string;
}

/** Every event with its volume, most frequent first. */
export function eventVolumesQuery(projectId: string) {
  return queryOptions({
    queryKey: [projectId, 'catalog', 'events'],
    queryFn: ({ signal }) =>
      call<EventVolumesBody>(projectPath(projectId, 'catalog', 'events'), { signal }),
    ...live,
  });
}

/** One event, with what uses it. */
export function eventQuery(projectId: string, event: EventRef) {
  return queryOptions({
    queryKey: [projectId, 'catalog', 'event', event],
    queryFn: ({ signal }) =>
      call<EventDetailBody>(projectPath(projectId, 'catalog', 'event') + toQuery({ ...event }), {
        signal,
      }),
    ...live,
  });
}

/** The properties that its newest occurrences came with. */
export function propertiesQuery(projectId: string, event: EventRef) {
  return queryOptions({
    queryKey: [projectId, 'catalog', 'properties', event],
    queryFn: ({ signal }) => listProperties(projectId, event, signal),
  });
}

/** Its latest occurrences, newest first. */
export function occurrencesQuery(projectId: string, event: EventRef) {
  return queryOptions({
    queryKey: [projectId, 'catalog', 'occurrences', event],
    queryFn: ({ signal }) =>
      call<{ occurrences: OccurrenceBody[] }>(
        projectPath(projectId, 'catalog', 'occurrences') + toQuery({ ...event }),
        { signal },
      ),
    select: ({ occurrences }) => occurrences,
    ...live,
  });
}

/** One attribute, with who sends which type and what uses it. */
export function attributeQuery(
  projectId: string,
  attribute: { source: AttributeSource; key: string },
) {
  return queryOptions({
    queryKey: [projectId, 'catalog', 'attribute', attribute],
    queryFn: ({ signal }) =>
      call<AttributeDetailBody>(
        projectPath(projectId, 'catalog', 'attribute') + toQuery({ ...attribute }),
        { signal },
      ),
  });
}

/** What members wrote about something. */
export type NoteWishes = Partial<Pick<CatalogBody['native'][number], 'hidden' | 'description'>>;

/** Hides or describes it. */
export function changeNote(
  projectId: string,
  subject: CatalogSubject,
  wishes: NoteWishes,
): Promise<unknown> {
  return call(projectPath(projectId, 'catalog'), { method: 'PATCH', body: { subject, ...wishes } });
}

/** Removes it from some of those who have it; 409 with `usedBy` while anything names it. */
export function removeAttribute(
  projectId: string,
  attribute: { source: 'custom' | 'trait'; key: string },
): Promise<{ removed: number; remaining: number }> {
  const path = projectPath(projectId, 'catalog', 'remove-attribute');
  return call(path, { method: 'POST', body: attribute });
}
