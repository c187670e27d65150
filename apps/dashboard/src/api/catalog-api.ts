import type { AttributeSource, EventSource } from '@muster/conditions';
import type { CatalogBody, CatalogKeyBody, CatalogValuesBody } from '@muster/protocol';
import { queryOptions } from '@tanstack/react-query';
import { call, projectPath, toQuery } from './call.ts';

/** What conditions can ask about. */
export function catalogQuery(projectId: string) {
  return queryOptions({
    queryKey: [projectId, 'catalog'],
    queryFn: ({ signal }) => call<CatalogBody>(projectPath(projectId, 'catalog'), { signal }),
    // The server remembers it, the longer the more it costs: asking is cheap.
    staleTime: 2_000,
  });
}

/** The values of a key that begin with the text, most frequent first. */
export function listValues(
  projectId: string,
  source: AttributeSource,
  key: string,
  prefix: string,
  signal: AbortSignal,
): Promise<CatalogValuesBody> {
  const query = toQuery({ source, key, prefix });
  return call(projectPath(projectId, 'catalog', 'values') + query, { signal });
}

type Scalar = string | number | boolean;

/** What is known of a property of an event. */
export interface PropertyBody extends Omit<CatalogKeyBody, 'kinds'> {
  kinds: (CatalogKeyBody['kinds'][number] & { lastSeen: string; samples: Scalar[] })[];
  /** Of the most frequent type. */
  samples: Scalar[];
}

/** The properties that an event has come with. */
export function listProperties(
  projectId: string,
  event: { source: EventSource; name: string },
  signal: AbortSignal,
): Promise<{ count: number; properties: PropertyBody[] }> {
  return call(projectPath(projectId, 'catalog', 'properties') + toQuery(event), { signal });
}

/** The values of a property of an event. */
export function listPropertyValues(
  projectId: string,
  property: { source: EventSource; name: string; key: string },
  prefix: string,
  signal: AbortSignal,
): Promise<CatalogValuesBody> {
  const query = toQuery({ ...property, prefix });
  return call(projectPath(projectId, 'catalog', 'property-values') + query, { signal });
}
