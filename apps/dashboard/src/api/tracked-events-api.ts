import type {
  NewTrackedEvent,
  PickerBody,
  TrackedEventBody,
  TrackedEventChange,
} from '@muster/protocol';
import { queryOptions } from '@tanstack/react-query';
import { call, projectPath } from './call.ts';

/** Every no-code event of the project, in order of name. */
export function trackedEventsQuery(projectId: string) {
  return queryOptions({
    queryKey: [projectId, 'tracked-events'],
    queryFn: ({ signal }) =>
      call<{ trackedEvents: TrackedEventBody[] }>(projectPath(projectId, 'tracked-events'), {
        signal,
      }),
    select: ({ trackedEvents }) => trackedEvents,
  });
}

/** One no-code event. */
export function trackedEventQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: [projectId, 'tracked-event', id],
    queryFn: ({ signal }) =>
      call<TrackedEventBody>(projectPath(projectId, 'tracked-events', id), { signal }),
  });
}

/** Makes a draft. 422 with paths, e.g. of a code name that is taken. */
export function createTrackedEvent(
  projectId: string,
  event: Pick<NewTrackedEvent, 'name' | 'codeName'>,
): Promise<TrackedEventBody> {
  return call(projectPath(projectId, 'tracked-events'), { method: 'POST', body: event });
}

/** Changes what is named. 412 with who and when, if somebody else has since `version`; 422 with paths. */
export function changeTrackedEvent(
  projectId: string,
  id: string,
  version: number,
  change: TrackedEventChange,
): Promise<TrackedEventBody> {
  const path = projectPath(projectId, 'tracked-events', id);
  return call(path, { method: 'PATCH', body: change, ifMatch: version });
}

/** What uses its event stays as it is. */
export function deleteTrackedEvent(projectId: string, id: string): Promise<void> {
  return call(`${projectPath(projectId, 'tracked-events', id)}?uses=keep`, { method: 'DELETE' });
}

/** The address that opens the picker on a page; 422 for what is no address of one. */
export function openPicker(projectId: string, url: string): Promise<PickerBody> {
  return call(projectPath(projectId, 'event-picker'), { method: 'POST', body: { url } });
}
