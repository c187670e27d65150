import type {
  NewSource,
  PreviewedSourceItem,
  SourceAccessBody,
  SourceBody,
  SourceChange,
  SourceDeliveryBody,
  SourceErrorBody,
  SourceKind,
  SourceMapping,
  SourcePresetBody,
} from '@muster/protocol';
import { queryOptions } from '@tanstack/react-query';
import { call, projectPath } from './call.ts';

/** What comes is counted to a second. */
const live = { refetchInterval: 3_000 };

/** Every source, by name. */
export function sourcesQuery(projectId: string) {
  return queryOptions({
    queryKey: [projectId, 'sources'],
    queryFn: ({ signal }) =>
      call<{ sources: SourceBody[] }>(projectPath(projectId, 'sources'), { signal }),
    select: ({ sources }) => sources,
    ...live,
  });
}

/** One source, without its address. */
export function sourceQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: [projectId, 'sources', id],
    queryFn: ({ signal }) => call<SourceBody>(projectPath(projectId, 'sources', id), { signal }),
    ...live,
  });
}

/** How to send to it, with the secret: for admins. */
export function sourceAccessQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: [projectId, 'sources', id, 'access'],
    queryFn: ({ signal }) =>
      call<SourceAccessBody>(projectPath(projectId, 'sources', id, 'access'), { signal }),
  });
}

/** What of it was refused, newest first. */
export function sourceErrorsQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: [projectId, 'sources', id, 'errors'],
    queryFn: ({ signal }) =>
      call<{ errors: SourceErrorBody[] }>(projectPath(projectId, 'sources', id, 'errors'), {
        signal,
      }),
    select: ({ errors }) => errors,
    ...live,
  });
}

/** Its latest requests, newest first. */
export function sourceDeliveriesQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: [projectId, 'sources', id, 'deliveries'],
    queryFn: ({ signal }) =>
      call<{ deliveries: SourceDeliveryBody[] }>(
        projectPath(projectId, 'sources', id, 'deliveries'),
        { signal },
      ),
    select: ({ deliveries }) => deliveries,
    ...live,
  });
}

/** Mappings to begin with. */
export function sourcePresetsQuery(projectId: string) {
  return queryOptions({
    queryKey: [projectId, 'source-presets'],
    queryFn: ({ signal }) =>
      call<{ presets: SourcePresetBody[] }>(projectPath(projectId, 'source-presets'), { signal }),
    select: ({ presets }) => presets,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** A payload, and how it is to be read. */
export interface PreviewWish {
  kind: SourceKind;
  name: string;
  createsUsers: boolean;
  mapping?: SourceMapping;
  payload: string;
}

/** What a payload would write; writes nothing. */
export function sourcePreviewQuery(projectId: string, wish: PreviewWish) {
  return queryOptions({
    queryKey: [projectId, 'source-preview', wish],
    queryFn: ({ signal }) =>
      call<{
        items: PreviewedSourceItem[];
        rejected: (SourceErrorBody['refusals'][number] & { index: number })[];
        skipped: number;
      }>(projectPath(projectId, 'source-preview'), { method: 'POST', body: wish, signal }),
    retry: false,
  });
}

export function createSource(
  projectId: string,
  source: NewSource,
): Promise<SourceBody & { access: SourceAccessBody }> {
  return call(projectPath(projectId, 'sources'), { method: 'POST', body: source });
}

/** 412 with who and when, if somebody else has changed it since `version`. */
export function changeSource(
  projectId: string,
  { id, version }: Pick<SourceBody, 'id' | 'version'>,
  change: SourceChange,
): Promise<SourceBody> {
  const path = projectPath(projectId, 'sources', id);
  return call(path, { method: 'PATCH', body: change, ifMatch: version });
}

export function deleteSource(projectId: string, id: string): Promise<void> {
  return call(projectPath(projectId, 'sources', id), { method: 'DELETE' });
}

/** A new secret, or a new address; the secret before stays good for the hours of grace. */
export function rotateSource(
  projectId: string,
  id: string,
  wish: { what: 'secret' | 'key'; graceHours?: number; secret?: string },
): Promise<SourceAccessBody> {
  return call(projectPath(projectId, 'sources', id, 'rotate'), { method: 'POST', body: wish });
}

/** Tries a refused item again. */
export function replayError(
  projectId: string,
  id: string,
  errorId: string,
): Promise<{ accepted: boolean; refusals: SourceErrorBody['refusals'] }> {
  const path = projectPath(projectId, 'sources', id, 'errors', errorId, 'replay');
  return call(path, { method: 'POST' });
}

export function forgetError(projectId: string, id: string, errorId: string): Promise<void> {
  return call(projectPath(projectId, 'sources', id, 'errors', errorId), { method: 'DELETE' });
}
