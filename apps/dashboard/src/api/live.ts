import { createContext, useContext, useEffect, useSyncExternalStore } from 'react';
import { projectPath, toQuery } from './call.ts';
import type { Audiences, LiveStore } from './live-store.ts';

const Context = createContext<LiveStore | null>(null);

/** Gives the live stream of a project to all pages within. */
export const LiveProvider = Context.Provider;

function useLive(): LiveStore {
  const store = useContext(Context);
  if (store === null) throw new Error('No live stream around this component.');
  return store;
}

/** Opens the stream of a project. */
export function openStream(projectId: string, segmentIds: readonly string[]): EventSource {
  const query = toQuery({ segments: segmentIds.length > 0 ? segmentIds.join(',') : undefined });
  return new EventSource(projectPath(projectId, 'live') + query);
}

/** The audiences of these segments, told again whenever they change. */
export function useLiveAudiences(segmentIds: readonly string[]): Audiences {
  const live = useLive();
  const key = segmentIds.join();
  useEffect(() => (key === '' ? undefined : live.watch(key.split(','))), [live, key]);
  return useSyncExternalStore(live.subscribe, live.audiences);
}
