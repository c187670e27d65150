import type { SegmentBody, SegmentSummaryBody, SegmentVersionBody } from '@muster/protocol';
import type { Logger } from 'pino';
import type { Project, SegmentRow, Store } from '../../store/store.ts';
import { readDefinitions, readSurroundings, type Surroundings } from '../audience/read-question.ts';
import {
  namesOf,
  type SegmentState,
  toSegmentBody,
  toSummaryBody,
  toVersionBody,
} from './segment-bodies.ts';
import type { CountSegments, DefinedSurroundings } from './segment-counts.ts';
import { toDay } from './segment-day.ts';
import { findUses } from './segment-uses.ts';
import { refuseMissing, toVersion } from './segment-writes.ts';

/** Whether audiences are counted, and until when somebody waits for that. */
export interface Counting {
  /** `skip` leaves them null; `try` does so when they cannot be counted just now. */
  audience: 'count' | 'skip' | 'try';
  signal: AbortSignal;
}

/** What can be read of segments. Throws a 404 for one that is not there. */
export interface SegmentReads {
  list(project: Project, counting: Counting): Promise<SegmentSummaryBody[]>;
  get(project: Project, id: string, counting: Counting): Promise<SegmentBody>;
  /** Newest first; also of a deleted segment. */
  versions(project: Project, id: string): Promise<SegmentVersionBody[]>;
  /** Of the last days, oldest first. */
  sizes(project: Project, id: string, days: number): Promise<{ date: string; count: number }[]>;
}

interface Parts {
  store: Store;
  countSegments: CountSegments;
  logger: Logger;
  now: () => number;
}

type Defined = Surroundings & DefinedSurroundings;

export function createSegmentReads({ store, countSegments, logger, now }: Parts): SegmentReads {
  function surround(project: Project): Promise<Defined> {
    return store.read(async (tx) => ({
      ...(await readSurroundings(tx, project, now)),
      definitions: await readDefinitions(tx, project),
    }));
  }

  async function toStates(
    rows: readonly SegmentRow[],
    surroundings: Defined,
    counting: Counting,
  ): Promise<SegmentState[]> {
    const { segments, experiences, resolver } = surroundings;
    const usesById = findUses(segments, experiences);
    const counts = await countRows(rows, surroundings, counting);
    return rows.map((row, i) => ({
      row,
      plan: resolver.resolveSegment(row.id),
      usedBy: usesById.get(row.id) ?? [],
      audience: counts?.[i] ?? null,
    }));
  }

  async function countRows(
    rows: readonly SegmentRow[],
    surroundings: Defined,
    counting: Counting,
  ): Promise<number[] | undefined> {
    if (counting.audience === 'skip') return undefined;
    const ids = rows.map(({ id }) => id);
    try {
      return await countSegments(surroundings, ids, counting.signal);
    } catch (error) {
      if (counting.audience === 'count') throw error;
      // A write that is durable must not be answered as a failure because it cannot be counted.
      logger.warn({ err: error }, 'the audience of a saved segment could not be counted');
      return undefined;
    }
  }

  return {
    async list(project, counting) {
      const surroundings = await surround(project);
      const rows = [...surroundings.segments].sort(compareNames);
      return (await toStates(rows, surroundings, counting)).map(toSummaryBody);
    },

    async get(project, id, counting) {
      const surroundings = await surround(project);
      const row = surroundings.segmentsById.get(id);
      const [state] = row ? await toStates([row], surroundings, counting) : [];
      if (state === undefined) throw refuseMissing();
      return toSegmentBody(state, namesOf(surroundings));
    },

    sizes: ({ id: projectId, number, timeZone }, id, days) =>
      store.read(async (tx) => {
        if ((await tx.segment(number, id)) === undefined) throw refuseMissing();
        const zone = (await tx.project(projectId))?.timeZone ?? timeZone;
        const first = toDay(now() - (days - 1) * dayMs, zone);
        const sizes = await tx.segmentSizes(number, id, first);
        return sizes.map(({ day, count }) => ({ date: day, count }));
      }),

    async versions(project, id) {
      const { earlier, surroundings } = await store.read(async (tx) => ({
        earlier: await tx.segmentVersions(project.number, id),
        surroundings: await readSurroundings(tx, project, now),
      }));
      const current = surroundings.segmentsById.get(id);
      const all = current ? [toVersion(current), ...earlier] : earlier;
      if (all.length === 0) throw refuseMissing();
      return all.map((version) => toVersionBody(version, namesOf(surroundings)));
    },
  };
}

const dayMs = 24 * 60 * 60_000;

const collator = new Intl.Collator('en', { numeric: true });

/** As people look names up; the id keeps equal ones in one order. */
function compareNames(a: SegmentRow, b: SegmentRow): number {
  return collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1);
}
