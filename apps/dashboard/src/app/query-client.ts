import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { createConnectionStore, probeServer } from '../api/connection-store.ts';
import { ApiProblem } from '../api/problem.ts';
import { sessionQuery } from '../api/session-api.ts';
import { toasts } from '../ui/toast-store.ts';
import { sessionEnd } from './session-end.ts';

/** Everything that the server has told. Questions are not asked again after an answer that will not change. */
export const queryClient: QueryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => isPassing(error) && failures < 2,
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false },
  },
  queryCache: new QueryCache({ onError: notice }),
  mutationCache: new MutationCache({
    onError(error, _variables, _context, mutation) {
      notice(error);
      // A form that shows its own problems says so; everything else is told here.
      if (!mutation.meta?.showsProblem) toasts.show({ text: error.message, tone: 'bad' });
    },
  }),
});

/** Whether the server answers. When it is back, whatever is on the screen is asked again. */
export const connection = createConnectionStore({
  probe: probeServer,
  later: (run, afterMs) => setTimeout(run, afterMs),
  onReturn: () => queryClient.invalidateQueries(),
});

function notice(error: unknown): void {
  if (!(error instanceof ApiProblem)) return;
  if (error.status === 0) connection.reportUnreachable();
  if (error.status === 401 && error.code === 'unauthenticated') sessionEnd.report();
  // The session says of which projects there are pages.
  if (error.code === 'project_not_found') {
    void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof ApiProblem && [0, 429, 502, 503, 504].includes(error.status);
}
