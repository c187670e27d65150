import type { Group } from '@muster/conditions';
import type { QueryClient } from '@tanstack/react-query';
import type { BuilderState } from '../../builder/state/builder-state.ts';
import { isSame } from '../is-same.ts';

interface FilterDraft {
  /** The filter that was applied meanwhile. */
  over: Group;
  state: BuilderState;
}

const kind = 'filter-draft';

/**
 * Keeps what somebody has changed of the filter of a project and not applied, while she looks at another page. It
 * is kept with what the session has loaded, however long that takes, and goes when somebody signs out.
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
  return draft && isSame(draft.over, filter) ? draft.state : undefined;
}
