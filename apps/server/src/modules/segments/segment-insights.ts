import { movePlans, type Plan } from '@muster/conditions';
import type { UseBody } from '@muster/protocol';
import type { Project, SegmentRow, Store } from '../../store/store.ts';
import { readDocuments } from '../audience/members.ts';
import type { Compared, PlanQuestions } from '../audience/plan-questions.ts';
import { readSurroundings } from '../audience/read-question.ts';
import type { ProfileDocument } from '../profiles/profile-document.ts';
import { checkTree } from './check-tree.ts';
import { findDependants, findUses } from './segment-uses.ts';
import { refuseMissing } from './segment-writes.ts';

/** Users on one side of a change, and the first of them. */
export interface Moved {
  count: number;
  documents: ProfileDocument[];
}

/** What a segment would be with other conditions. */
export interface Impact {
  before: number;
  after: number;
  enter: Moved;
  leave: Moved;
  usedBy: UseBody[];
  /** The live experiences whose audience depends on it, through other segments, too. */
  liveExperiences: UseBody[];
  now: number;
}

/** Who is in a segment a day from now and is not now, and the other way round, if nothing happens. */
export interface NextDay {
  enter: Moved;
  leave: Moved;
  now: number;
  until: number;
}

/** How two segments lie to each other. */
export interface Overlap {
  both: number;
  onlyFirst: number;
  onlySecond: number;
  now: number;
}

/** Questions about segments that nobody saves. Throws a 404 for a segment that is not there. */
export interface SegmentInsights {
  /** Throws a 422 for conditions that could not be saved in this segment. */
  impact(project: Project, id: string, conditions: unknown, signal: AbortSignal): Promise<Impact>;
  foretell(project: Project, id: string, signal: AbortSignal): Promise<NextDay>;
  overlap(project: Project, ids: [string, string], signal: AbortSignal): Promise<Overlap>;
}

interface Parts {
  store: Store;
  asked: PlanQuestions;
  now: () => number;
}

const dayMs = 86_400_000;

/** Users who are shown of those who enter or leave. */
const samples = 10;

export function createSegmentInsights({ store, asked, now }: Parts): SegmentInsights {
  const surround = (project: Project) => store.read((tx) => readSurroundings(tx, project, now));

  async function readMoved(
    { number }: Project,
    { count, numbers }: Compared['enter'],
  ): Promise<Moved> {
    return { count, documents: await readDocuments(store, number, numbers) };
  }

  async function compare(project: Project, one: Plan, other: Plan, signal: AbortSignal) {
    const compared = await asked.compare(one, other, samples, {
      ...{ project, signal, kind: 'insights' },
    });
    return {
      ...compared,
      enter: await readMoved(project, compared.enter),
      leave: await readMoved(project, compared.leave),
    };
  }

  return {
    async foretell(named, id, signal) {
      const { project, segmentsById, resolver, now: at } = await surround(named);
      if (!segmentsById.has(id)) refuse();
      const plan = resolver.resolveSegment(id);
      const until = at + dayMs;
      const [then = plan] = movePlans([plan], until);
      const { enter, leave } = await compare(project, plan, then, signal);
      return { enter, leave, now: at, until };
    },

    async impact(named, id, conditions, signal) {
      const {
        project,
        segments,
        segmentsById,
        experiences,
        imports,
        resolver,
        now: at,
      } = await surround(named);
      const row = segmentsById.get(id) ?? refuse();
      const { timeZone } = project;
      const stored = { segments, experiences, imports };
      const tree = checkTree(conditions, row, { ...stored, timeZone, now: at });
      const saved = resolver.resolveSegment(id);
      const unsaved = resolver.resolve(tree);
      const usesById = findUses(segments, experiences);
      const liveIds = new Set(
        experiences.filter(({ status }) => status === 'live').map((experience) => experience.id),
      );
      return {
        ...(await compare(project, saved, unsaved, signal)),
        usedBy: usesById.get(id) ?? [],
        liveExperiences: findDependants(id, usesById).filter((use) => liveIds.has(use.id)),
        now: at,
      };
    },

    async overlap(named, ids, signal) {
      const { project, segmentsById, resolver, now: at } = await surround(named);
      if (!ids.every((id) => segmentsById.has(id))) refuse();
      const [first, second] = [resolver.resolveSegment(ids[0]), resolver.resolveSegment(ids[1])];
      const options = { project, signal, kind: 'insights' } as const;
      const { before, enter, leave } = await asked.compare(first, second, samples, options);
      return {
        both: before - leave.count,
        onlyFirst: leave.count,
        onlySecond: enter.count,
        now: at,
      };
    },
  };
}

function refuse(): SegmentRow {
  throw refuseMissing();
}
