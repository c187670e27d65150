import { compile } from '../../src/compile.ts';
import { toEventLookup } from '../../src/event-lookup.ts';
import { toEventRow, toUserRow } from '../../src/index-row.ts';
import type { Plan } from '../../src/plan.ts';
import { prepareAll } from '../../src/prepare.ts';
import { joinSql, raw, renderSql, sql, uint32 } from '../../src/sql.ts';
import { openTestEngine, type TestEngine } from '../chdb.ts';
import { openServerEngine } from '../clickhouse.ts';
import { createIndexTables } from '../index-tables.ts';
import type { Person } from './arbitrary-person.ts';

/** Verdicts per person, each with one per plan. */
export type Verdicts = boolean[][];

/** The population index in a real ClickHouse, made as index-layout.ts says. */
export interface TestIndex {
  /** Puts a population in; the number returned is that of its project. */
  fill(persons: readonly Person[], timeZone: string): Promise<number>;
  /** Asks all plans in one question, as an index that counts many segments does. */
  ask(project: number, plans: readonly Plan[]): Promise<Verdicts>;
  /** Counts the users of each plan, without a list. */
  count(project: number, plans: readonly Plan[]): Promise<number[]>;
  /** Numbers of the users of one plan, ascending. */
  list(project: number, plan: Plan): Promise<number[]>;
  close(): void;
}

export async function openTestIndex(): Promise<TestIndex> {
  const engine = await openIndexEngine();
  let projects = 0;
  return {
    async fill(persons, timeZone) {
      projects += 1;
      await engine.insert('users', toUserRows(projects, persons, timeZone));
      const events = toEventRows(projects, persons, timeZone);
      if (events !== '') await engine.insert('events', events);
      return projects;
    },
    async ask(project, plans) {
      const columns = plans.map((plan, i) => sql`${compile(plan, project)} AS t${raw(String(i))}`);
      const statement = sql`SELECT ${joinSql([raw('number'), ...columns], ', ')}
        FROM users FINAL WHERE project = ${uint32(project)} ORDER BY number`;
      const rows = await engine.query<Record<string, number | boolean>>(renderSql(statement));
      return rows.map((row) => plans.map((_, i) => readVerdict(row[`t${i}`])));
    },
    async count(project, plans) {
      const counts = plans.map(
        (plan, i) => sql`countIf(${compile(plan, project)}) AS c${raw(String(i))}`,
      );
      const [row] = await engine.query<Record<string, string>>(
        renderSql(
          sql`SELECT ${joinSql(counts, ', ')} FROM users FINAL WHERE project = ${uint32(project)}`,
        ),
      );
      return plans.map((_, i) => Number(row?.[`c${i}`]));
    },
    async list(project, plan) {
      const rows = await engine.query<{ number: number }>(
        renderSql(sql`SELECT number FROM users FINAL
          WHERE project = ${uint32(project)} AND ${compile(plan, project)} ORDER BY number`),
      );
      return rows.map(({ number }) => number);
    },
    close: () => engine.close(),
  };
}

/** With empty tables: chDB, or the servers that a run on another set-up names. */
async function openIndexEngine(): Promise<TestEngine> {
  const servers = process.env.MUSTER_TEST_CLICKHOUSE;
  if (servers !== undefined) return openServerEngine(JSON.parse(servers));
  const engine = await openTestEngine();
  await createIndexTables(engine);
  return engine;
}

/** What the evaluator says of the same. */
export function evaluateAll(persons: readonly Person[], plans: readonly Plan[]): Verdicts {
  const evaluators = prepareAll(plans);
  return persons.map(({ profile, events }) => evaluators(profile, toEventLookup(events)));
}

/** A predicate is 0 or 1; NULL, which would count as neither, is an error. */
function readVerdict(cell: unknown): boolean {
  if (cell === true || cell === 1) return true;
  if (cell === false || cell === 0) return false;
  throw new Error(`Not a verdict: ${JSON.stringify(cell)}`);
}

function toUserRows(project: number, persons: readonly Person[], timeZone: string): string {
  const rows = persons.map(({ profile }, number) =>
    toUserRow({
      project,
      number,
      rev: 1,
      deleted: false,
      anonymousId: undefined,
      profile,
      timeZone,
    }),
  );
  return rows.join('\n');
}

function toEventRows(project: number, persons: readonly Person[], timeZone: string): string {
  const rows = persons.flatMap(({ events }, number) =>
    events.map((event) => toEventRow({ ...event, project, number, rev: 1, timeZone })),
  );
  return rows.join('\n');
}
