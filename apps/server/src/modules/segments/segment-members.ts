import { compile, type Plan, type Problem } from '@muster/conditions';
import type { Project, Store } from '../../store/store.ts';
import type { IndexQuestions } from '../audience/ask-index.ts';
import { askNumbers, streamDocuments } from '../audience/members.ts';
import {
  readNow,
  readSurroundings,
  readTree,
  refuseTree,
  type Surroundings,
} from '../audience/read-question.ts';
import type { ProfileDocument } from '../profiles/profile-document.ts';
import { refuseMissing } from './segment-writes.ts';

/** Everybody in a segment, or who matches conditions, at one instant. */
export interface SegmentMembers {
  /** In order of number. */
  batches: AsyncIterable<ProfileDocument[]>;
  /** How many there are; of those who go meanwhile nothing is read. */
  total: number;
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
  /** A saved segment, or conditions as JSON. */
  whom: { segmentId: string } | { conditions: unknown };
  now?: string | undefined;
  signal: AbortSignal;
}

/**
 * Asks the index who is in it, once and for all, and lets the documents be read as they are written
 * out: however slowly that goes, no question waits for it.
 */
export async function readSegmentMembers(
  { store, questions, now: clock }: Parts,
  { project, whom, now, signal }: MembersWish,
): Promise<SegmentMembers> {
  const surroundings = await store.read((tx) =>
    readSurroundings(tx, project, ({ timeZone }) =>
      now === undefined ? clock() : readNow(now, timeZone),
    ),
  );
  const plan =
    'segmentId' in whom
      ? resolveSaved(whom.segmentId, surroundings)
      : resolveAsked(whom, surroundings);
  const { number } = surroundings.project;
  const options = { project: number, signal, lane: 'background' } as const;
  const numbers = plan.valid
    ? await askNumbers(questions, compile(plan, number), options)
    : new Uint32Array();
  return {
    batches: streamDocuments(store, number, numbers),
    total: numbers.length,
    now: surroundings.now,
    problems: plan.valid ? [] : plan.problems,
  };
}

function resolveSaved(id: string, { segmentsById, resolver }: Surroundings): Plan {
  if (!segmentsById.has(id)) throw refuseMissing();
  return resolver.resolveSegment(id);
}

/** Broken references in a question are the asker's to repair, so they are refused. */
function resolveAsked({ conditions }: { conditions: unknown }, { resolver }: Surroundings): Plan {
  const tree = readTree(conditions, { allowEmptyRoot: true });
  const plan = resolver.resolve(tree, { allowEmptyRoot: true });
  if (!plan.valid) throw refuseTree(plan.problems);
  return plan;
}
