import type { CatalogKeyBody } from '@muster/protocol';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import {
  catalogQuery,
  listProperties,
  listPropertyValues,
  listValues,
} from '../api/catalog-api.ts';
import { useProject } from '../api/current-project.ts';
import type { Breakdown } from '../api/insights-api.ts';
import { segmentsQuery } from '../api/segments-api.ts';
import type { BuilderData, CatalogKey } from '../builder/builder-data.ts';
import { hueOfColor } from './segments/badge-hues.ts';

/** What the condition builder is given about the project; undefined until it is here. */
export function useBuilderData(): BuilderData | undefined {
  const { id: projectId } = useProject();
  // An attribute that arrives while somebody builds is offered a moment later, in an open menu, too.
  const { data: catalog } = useQuery({ ...catalogQuery(projectId), refetchInterval: 5_000 });
  const { data: segments } = useQuery(segmentsQuery(projectId));
  // Each stays the same object as long as it says the same, unlike the catalog, which says when it was read.
  const { native, attributes, traits, events, experiences, imports } = catalog ?? {};
  return useMemo(() => {
    if (!native || !attributes || !traits || !events || !experiences || !imports || !segments) {
      return undefined;
    }
    return {
      catalog: {
        native: native.map((field) => ({ key: field.key, ...toNote(field) })),
        attributes: attributes.map(toKey),
        traits: traits.map(toKey),
        events: events.map((event) => ({ ...event, ...toNote(event) })),
        imports,
        experiences: experiences.map(({ id, name, steps }) => ({
          id,
          name,
          steps: steps.map(({ choices, ...step }) => ({ ...step, ...(choices && { choices }) })),
        })),
        segments: segments.map(({ id, name, badge }) => ({
          id,
          name,
          badge: badge
            ? { hue: hueOfColor(badge.color), mark: badge.emoji, label: badge.label }
            : undefined,
        })),
      },
      suggestValues: (subject, prefix, signal) =>
        subject.type === 'attribute'
          ? listValues(projectId, subject.source, subject.key, prefix, signal)
          : listPropertyValues(projectId, subject, prefix, signal),
      async listProperties(event, signal) {
        const { properties } = await listProperties(projectId, event, signal);
        return { properties: properties.map((each) => ({ ...each, ...toNote(each) })) };
      },
    };
  }, [projectId, native, attributes, traits, events, experiences, imports, segments]);
}

function toKey({ key, count, kinds, ...note }: CatalogKeyBody): CatalogKey {
  return {
    key,
    users: count,
    kinds: kinds.map((each) => ({ kind: each.kind, users: each.count })),
    ...toNote(note),
  };
}

function toNote({ hidden, description }: Pick<CatalogKeyBody, 'hidden' | 'description'>) {
  return { isHidden: hidden, description };
}

/** How many match each node, by its path joined by points. */
export function toCounts({ nodes }: Breakdown): ReadonlyMap<string, number> {
  return new Map(nodes.map(({ path, count }) => [path.join('.'), count]));
}
