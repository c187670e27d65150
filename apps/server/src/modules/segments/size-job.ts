import type { Logger } from 'pino';
import { createRepeatedWork } from '../../peers/repeated-work.ts';
import type { Project, Store } from '../../store/store.ts';
import type { IndexQuestions } from '../audience/ask-index.ts';
import { countPlans } from '../audience/count-plans.ts';
import { readSurroundings } from '../audience/read-question.ts';
import { toDay } from './segment-day.ts';

/** Keeps the size of every segment once a day. */
export interface SizeJob {
  /** Begins to look; returns at once. */
  start(): void;
  /** Keeps what is not kept yet of the present day, of every project. */
  run(): Promise<void>;
  stop(): Promise<void>;
}

interface Parts {
  store: Store;
  questions: IndexQuestions;
  logger: Logger;
  now: () => number;
}

/** How long after midnight, a start, or the making of a segment it may be until its size is kept. */
const lookEveryMs = 60_000;

/**
 * What is kept says what is still to do, so there is nothing to remember: it goes on after a restart, several
 * processes may do it, and a day on which no server ran has no size.
 */
export function createSizeJob({ store, questions, logger, now }: Parts): SizeJob {
  const failure = 'the sizes of segments could not be kept';
  const repeated = createRepeatedWork({ everyMs: lookEveryMs, work: runAll, logger, failure });

  async function keepSizes(asked: Project): Promise<void> {
    const { project, missing, resolver, day } = await store.read(async (tx) => {
      const surroundings = await readSurroundings(tx, asked, now);
      const today = toDay(surroundings.now, surroundings.project.timeZone);
      const sized = await tx.sizedSegments(asked.number, today);
      const without = surroundings.segments.filter(({ id }) => !sized.has(id));
      return { ...surroundings, missing: without, day: today };
    });
    if (missing.length === 0) return;
    const plans = missing.map(({ id }) => resolver.resolveSegment(id));
    const counts = await countPlans(questions, plans, {
      project: project.number,
      signal: repeated.signal,
      lane: 'background',
    });
    const sizes = missing.map(({ id }, i) => ({ segmentId: id, day, count: counts[i] ?? 0 }));
    await store.write(async (tx) => {
      const there = new Set((await tx.segments(project.number)).map(({ id }) => id));
      // One may have been deleted since, and with it its sizes.
      const kept = sizes.filter(({ segmentId }) => there.has(segmentId));
      await tx.insertSegmentSizes(project.number, kept);
    });
  }

  async function runAll(): Promise<void> {
    for (const project of await store.read((tx) => tx.projects())) {
      if (repeated.signal.aborted) return;
      await keepSizes(project);
    }
  }

  return {
    start: repeated.start,
    run: runAll,
    stop: repeated.stop,
  };
}
