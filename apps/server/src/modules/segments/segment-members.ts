import { compile, type Problem } from '@muster/conditions';
import type { Project, Store } from '../../store/store.ts';
import type { IndexQuestions } from '../audience/ask-index.ts';
import { askNumbers, streamDocuments } from '../audience/members.ts';
import { readNow, readSurroundings } from '../audience/read-question.ts';
import type { ProfileDocument } from '../profiles/profile-document.ts';
import { refuseMissing } from './segment-writes.ts';

/** Everybody in a segment at one instant. */
export interface SegmentMembers {
  /** In order of number. */
  batches: AsyncIterable<ProfileDocument[]>;
  now: number;
  /** Why the segment cannot be evaluated; it then has nobody in it. */
  problems: readonly Problem[];
}

interface Parts {
  store: Store;
  questions: IndexQuestions;
  now: () => number;
}

interface MembersWish {
  project: Project;
  segmentId: string;
  now?: string | undefined;
  signal: AbortSignal;
}

/**
 * Asks the index who is in it, once and for all, and lets the documents be read as they are written
 * out: however slowly that goes, no question waits for it.
 */
export async function readSegmentMembers(
  { store, questions, now: clock }: Parts,
  { project, segmentId, now, signal }: MembersWish,
): Promise<SegmentMembers> {
  const surroundings = await store.read((tx) =>
    readSurroundings(tx, project, ({ timeZone }) =>
      now === undefined ? clock() : readNow(now, timeZone),
    ),
  );
  if (!surroundings.segmentsById.has(segmentId)) throw refuseMissing();
  const plan = surroundings.resolver.resolveSegment(segmentId);
  const { number } = surroundings.project;
  const options = { project: number, signal, lane: 'background' } as const;
  const numbers = plan.valid
    ? await askNumbers(questions, compile(plan, number), options)
    : new Uint32Array();
  return {
    batches: streamDocuments(store, number, numbers),
    now: surroundings.now,
    problems: plan.valid ? [] : plan.problems,
  };
}
