import { useQuery } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useSyncExternalStore } from 'react';
import { projectPath, toQuery } from './call.ts';
import type { Audiences, EarlierAudiences, LiveStore } from './live-store.ts';
import { countedSegmentsQuery } from './segments-api.ts';

const askEveryMs = 5_000;

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

/**
 * The audiences of these segments, told again whenever they change. Where no stream comes through (a
 * proxy that holds it back, too many listeners), they are asked for every few seconds.
 */
export function useLiveAudiences(projectId: string, segmentIds: readonly string[]): Audiences {
  const live = useLive();
  const key = segmentIds.join();
  useEffect(() => (key === '' ? undefined : live.watch(key.split(','))), [live, key]);
  const told = useSyncExternalStore(live.subscribe, live.audiences);
  const isRefused = useSyncExternalStore(live.subscribe, live.isRefused);
  const asked = useQuery({
    ...countedSegmentsQuery(projectId),
    enabled: isRefused && key !== '',
    refetchInterval: askEveryMs,
  });
  return isRefused && asked.data ? asked.data : told;
}

/** What audiences were when they were last told, of those that are not told now. */
export function useEarlierAudiences(): EarlierAudiences {
  const live = useLive();
  return useSyncExternalStore(live.subscribe, live.earlier);
}

/** Whether the project has received anything yet, told live. */
export function useFirstEvent(): boolean {
  const live = useLive();
  return useSyncExternalStore(live.subscribe, live.hasReceived);
}

/** When users or events last changed, in milliseconds of this machine's clock, told live. */
export function useDataChange(): number {
  const live = useLive();
  return useSyncExternalStore(live.subscribe, live.changedAt);
}
