import type { Group } from '@muster/conditions';
import type { QueryClient } from '@tanstack/react-query';
import type { BuilderState } from '../../builder/state/builder-state.ts';

interface FilterDraft {
  /** The filter that was applied meanwhile. */
  over: Group;
  state: BuilderState;
}

const kind = 'filter-draft';

/**
 * Keeps what somebody has changed of the filter of a project and not applied, while she looks at another page; nothing
 * forgets it. It is kept with what the session has loaded, which goes when somebody signs out.
 */
export function keepFilterDraft(
  client: QueryClient,
  projectId: string,
  draft: FilterDraft | undefined,
): void {
  client.setQueryDefaults([kind], { gcTime: Number.POSITIVE_INFINITY });
  if (draft) client.setQueryData<FilterDraft>([kind, projectId], draft);
  else client.removeQueries({ queryKey: [kind, projectId] });
}

/** What was kept over this filter: an address that brings another one is what is meant. */
export function findFilterDraft(
  client: QueryClient,
  projectId: string,
  filter: Group,
): BuilderState | undefined {
  const draft = client.getQueryData<FilterDraft>([kind, projectId]);
  return draft && JSON.stringify(draft.over) === JSON.stringify(filter) ? draft.state : undefined;
}
