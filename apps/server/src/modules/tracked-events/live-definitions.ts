import { createHash } from 'node:crypto';
import type { TrackerItem } from '@muster/protocol';
import type { TrackedEventRow } from '../../store/tracked-events.ts';

/** The live no-code events of a project, as pages get them. */
export interface LiveDefinitions {
  /** Of the content, in hex: another whenever that is another. */
  stamp: string;
  /** `{"events":[{"name","match","conditions"}]}`. */
  json: string;
}

/** What pages need of those that are live; undefined when none is. */
export function toLiveDefinitions(rows: readonly TrackedEventRow[]): LiveDefinitions | undefined {
  const live = rows.filter(({ status }) => status === 'live');
  if (live.length === 0) return undefined;
  const events = live.map(({ codeName, match, conditions }) => ({
    name: codeName,
    match,
    conditions,
  }));
  const json = JSON.stringify({ events });
  return { stamp: createHash('sha256').update(json).digest('hex').slice(0, 16), json };
}

/** What stands among the experiences of an answer: where the definitions are. */
export function toTrackerItem(projectId: string, { stamp }: LiveDefinitions): TrackerItem {
  return {
    id: 'tracker',
    type: 'tracker',
    showOn: { type: 'open' },
    steps: [],
    stamp,
    path: `v1/projects/${encodeURIComponent(projectId)}/tracked-events/${stamp}`,
  };
}
