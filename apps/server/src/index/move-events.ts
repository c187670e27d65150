import { eventsColumns } from '@muster/conditions';
import { findShard, type IndexCluster, type IndexEngine } from './engine.ts';
import { whereNumbers, writeNumbers } from './mutations.ts';
import type { ProjectPlan } from './plan-batch.ts';
import { plain, type TableSuffix } from './schema.ts';

/** Users in one mutation; each one rewrites a column of the parts concerned, so as many as possible. */
const usersAtOnce = 20_000;

interface Move {
  project: number;
  from: number;
  to: number;
}

/** Gives the events of users who became others to those. */
export async function moveEvents(
  engine: IndexEngine,
  suffix: TableSuffix,
  projects: readonly Pick<ProjectPlan, 'project' | 'moves'>[],
): Promise<void> {
  const moves = projects.flatMap(({ project, moves }) =>
    [...moves].map(([from, to]) => ({ project, from, to })),
  );
  const { cluster } = engine;
  for (let start = 0; start < moves.length; start += usersAtOnce) {
    const some = moves.slice(start, start + usersAtOnce);
    if (cluster === undefined) await renumber(engine, suffix, some);
    else await moveOver(engine, cluster, suffix, some);
  }
}

/** Of events that stay where they are. */
async function renumber(engine: IndexEngine, suffix: TableSuffix, moves: readonly Move[]) {
  await engine.execute(
    plain(
      `ALTER TABLE events${suffix} UPDATE number = ${writeOwner(moves)} WHERE ${whereFrom(moves)}`,
    ),
  );
}

/**
 * Of events that may have to go to another shard. They are copied, and then deleted where they were: as long as
 * any are there, the copying can be done again, once what an earlier attempt copied has been removed. No deletion
 * may be under way (`settle`), or it would remove both.
 */
async function moveOver(
  engine: IndexEngine,
  { shards, spreadDatabase }: IndexCluster,
  suffix: TableSuffix,
  wanted: readonly Move[],
): Promise<void> {
  const isThere = await findOwners(engine, `${spreadDatabase}.events${suffix}`, wanted);
  const moves = wanted.filter(({ project, from }) => isThere.has(`${project}:${from}`));
  const stays = (move: Move) => findShard(engine, move.from) === findShard(engine, move.to);
  for (const [at, shard] of shards.entries()) {
    const within = moves.filter((move) => stays(move) && findShard(engine, move.to) === at);
    if (within.length > 0) await renumber(shard, suffix, within);
  }
  const away = moves.filter((move) => !stays(move));
  for (const [at, shard] of shards.entries()) {
    const arriving = away.filter(({ to }) => findShard(engine, to) === at);
    if (arriving.length === 0) continue;
    const table = `events${suffix}`;
    const copied = groupByProject(arriving).map(
      ([project, group]) =>
        `(project = ${project} AND number IN ${writeNumbers(group.map(({ to }) => to))}` +
        ` AND moved_from IN ${writeNumbers(group.map(({ from }) => from))})`,
    );
    const [left] = await shard.query<{ n: string }>(
      plain(`SELECT count() AS n FROM ${table} WHERE ${copied.join(' OR ')}`),
    );
    if (left?.n !== '0')
      await shard.execute(plain(`DELETE FROM ${table} WHERE ${copied.join(' OR ')}`));
    const columns = Object.keys(eventsColumns);
    const values = columns.map((name) => (name === 'number' ? writeOwner(arriving) : name));
    await shard.execute(
      plain(
        `INSERT INTO ${table} (${columns.join(', ')}, moved_from)` +
          ` SELECT ${values.join(', ')}, number FROM ${spreadDatabase}.${table} AS from_all` +
          ` WHERE ${whereFrom(arriving)}`,
      ),
    );
  }
  for (const [at, shard] of shards.entries()) {
    const leaving = away.filter(({ from }) => findShard(engine, from) === at);
    if (leaving.length === 0) continue;
    await shard.execute(plain(`DELETE FROM events${suffix} WHERE ${whereFrom(leaving)}`));
  }
}

/** Those of the users who leave that still have events. */
async function findOwners(
  engine: IndexEngine,
  table: string,
  moves: readonly Move[],
): Promise<Set<string>> {
  const rows = await engine.query<{ project: number; number: number }>(
    plain(`SELECT DISTINCT project, number FROM ${table} WHERE ${whereFrom(moves)}`),
  );
  return new Set(rows.map(({ project, number }) => `${project}:${number}`));
}

function whereFrom(moves: readonly Move[]): string {
  return groupByProject(moves)
    .map(([project, group]) =>
      whereNumbers(
        project,
        group.map(({ from }) => from),
      ),
    )
    .join(' OR ');
}

/** Whose an event is by then. */
function writeOwner(moves: readonly Move[]): string {
  const cases = groupByProject(moves).map(([project, group]) => {
    const from = writeNumbers(group.map((move) => move.from));
    const to = writeNumbers(group.map((move) => move.to));
    return `project = ${project}, transform(number, ${from}, ${to}, number)`;
  });
  return `multiIf(${cases.join(', ')}, number)`;
}

function groupByProject<T extends { project: number }>(items: readonly T[]): [number, T[]][] {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const group = groups.get(item.project);
    if (group) group.push(item);
    else groups.set(item.project, [item]);
  }
  return [...groups];
}
