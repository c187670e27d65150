import { eventQueries, type Plan } from '@muster/conditions';
import type { Project, Store } from '../../store/store.ts';
import { readSurroundings } from '../audience/read-question.ts';
import { resolveWhos } from '../experiences/who-plans.ts';

/** What looks further back than events are kept. */
export interface LongerWindow {
  type: 'segment' | 'experience';
  id: string;
  name: string;
}

const dayMs = 24 * 60 * 60_000;

/** Segments and experiences whose conditions on events reach further back than so many days, or have no end. */
export async function findLongerWindows(
  { store, now }: { store: Store; now: () => number },
  project: Project,
  days: number,
): Promise<LongerWindow[]> {
  const {
    segments,
    experiences,
    resolver,
    now: asOf,
  } = await store.read((tx) => readSurroundings(tx, project, now));
  const kept = asOf - days * dayMs;
  const isLonger = (plan: Plan) =>
    eventQueries(plan).some(({ from }) => from === undefined || from < kept);
  const found: LongerWindow[] = [];
  for (const { id, name } of segments) {
    if (isLonger(resolver.resolveSegment(id))) found.push({ type: 'segment', id, name });
  }
  for (const row of experiences) {
    // What a saved segment asks is said of the segment.
    const own = resolveWhos(row, resolver).filter(({ who }) => who.type === 'conditions');
    if (own.some(({ plan }) => isLonger(plan))) {
      found.push({ type: 'experience', id: row.id, name: row.name });
    }
  }
  return found;
}
