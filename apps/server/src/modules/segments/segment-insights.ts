import {
  compile,
  joinSql,
  movePlans,
  raw,
  renderSql,
  type Sql,
  sql,
  uint32,
} from '@muster/conditions';
import type { UseBody } from '@muster/protocol';
import type { Project, SegmentRow, Store } from '../../store/store.ts';
import type { IndexQuestions } from '../audience/ask-index.ts';
import { readDocuments } from '../audience/members.ts';
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
  questions: IndexQuestions;
  now: () => number;
}

const dayMs = 86_400_000;

/** Users who are shown of those who enter or leave. */
const samples = 10;

export function createSegmentInsights({ store, questions, now }: Parts): SegmentInsights {
  const surround = (project: Project) => store.read((tx) => readSurroundings(tx, project, now));

  async function readMoved(project: number, count: string, numbers: number[]): Promise<Moved> {
    return { count: Number(count), documents: await readDocuments(store, project, numbers) };
  }

  /** Everybody by whether she matches the one and the other, and those whom only one has. */
  async function compare(number: number, one: Sql, other: Sql, signal: AbortSignal) {
    const statement = renderSql(sql`
      SELECT countIf(s) AS before, countIf(u) AS after,
        countIf(u AND NOT s) AS entering, ${pick('u AND NOT s')} AS enter,
        countIf(s AND NOT u) AS leaving, ${pick('s AND NOT u')} AS leave
      FROM (${bothOf(number, one, other)})`);
    const [found] = await questions.ask<ImpactRow>(statement, { project: number, signal });
    const { before, after, entering, enter, leaving, leave } = found ?? nothing;
    return {
      before: Number(before),
      after: Number(after),
      enter: await readMoved(number, entering, enter),
      leave: await readMoved(number, leaving, leave),
    };
  }

  return {
    async foretell(asked, id, signal) {
      const { project, segmentsById, resolver, now: at } = await surround(asked);
      if (!segmentsById.has(id)) refuse();
      const plan = resolver.resolveSegment(id);
      const until = at + dayMs;
      const [then = plan] = movePlans([plan], until);
      const { number } = project;
      const compared = await compare(number, compile(plan, number), compile(then, number), signal);
      const { enter, leave } = compared;
      return { enter, leave, now: at, until };
    },

    async impact(asked, id, conditions, signal) {
      const {
        project,
        segments,
        segmentsById,
        experiences,
        imports,
        resolver,
        now: at,
      } = await surround(asked);
      const row = segmentsById.get(id) ?? refuse();
      const { timeZone, number } = project;
      const stored = { segments, experiences, imports };
      const tree = checkTree(conditions, row, { ...stored, timeZone, now: at });
      const saved = compile(resolver.resolveSegment(id), number);
      const unsaved = compile(resolver.resolve(tree), number);
      const usesById = findUses(segments, experiences);
      const liveIds = new Set(
        experiences.filter(({ status }) => status === 'live').map((experience) => experience.id),
      );
      return {
        ...(await compare(number, saved, unsaved, signal)),
        usedBy: usesById.get(id) ?? [],
        liveExperiences: findDependants(id, usesById).filter((use) => liveIds.has(use.id)),
        now: at,
      };
    },

    async overlap(asked, ids, signal) {
      const { project, segmentsById, resolver, now: at } = await surround(asked);
      if (!ids.every((id) => segmentsById.has(id))) refuse();
      const { number } = project;
      const [first, second] = ids.map((id) => compile(resolver.resolveSegment(id), number));
      const statement = renderSql(sql`
        SELECT countIf(s AND u) AS both, countIf(s AND NOT u) AS first, countIf(u AND NOT s) AS second
        FROM (${bothOf(number, first ?? raw('0'), second ?? raw('0'))})`);
      const [found] = await questions.ask<OverlapRow>(statement, { project: number, signal });
      return {
        both: Number(found?.both ?? 0),
        onlyFirst: Number(found?.first ?? 0),
        onlySecond: Number(found?.second ?? 0),
        now: at,
      };
    },
  };
}

interface ImpactRow {
  before: string;
  after: string;
  entering: string;
  enter: number[];
  leaving: string;
  leave: number[];
}

const nothing: ImpactRow = {
  before: '0',
  after: '0',
  entering: '0',
  enter: [],
  leaving: '0',
  leave: [],
};

interface OverlapRow {
  both: string;
  first: string;
  second: string;
}

/** Every user with whether she matches the one (`s`) and the other (`u`). */
function bothOf(project: number, one: Sql, other: Sql): Sql {
  const columns = [raw('number'), sql`${one} AS s`, sql`${other} AS u`];
  return sql`SELECT ${joinSql(columns, ', ')} FROM users FINAL WHERE project = ${uint32(project)}`;
}

function pick(condition: 'u AND NOT s' | 's AND NOT u'): Sql {
  return raw(`groupArraySortedIf(${samples})(number, ${condition})`);
}

function refuse(): SegmentRow {
  throw refuseMissing();
}
