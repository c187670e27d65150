import { type IndexEngine, shardsOf } from './engine.ts';
import type { IndexTarget } from './index-target.ts';
import type { BatchPlan, ProjectPlan } from './plan-batch.ts';
import { plain, type TableSuffix } from './schema.ts';

const rangesAtOnce = 500;

/**
 * Removes the events of erased users, and all rows of them but the one that says that they are gone.
 * The rows are out of sight at once; `purgeDeleted` takes them off the disk.
 */
export async function deleteUsers(
  engine: IndexEngine,
  suffix: TableSuffix,
  projects: readonly Pick<ProjectPlan, 'project' | 'erased'>[],
): Promise<void> {
  const where = projects
    .filter(({ erased }) => erased.size > 0)
    .map(({ project, erased }) => whereNumbers(project, [...erased]))
    .join(' OR ');
  if (where === '') return;
  await engine.execute(plain(`DELETE FROM events${suffix} WHERE ${where}`));
  await engine.execute(plain(`DELETE FROM users${suffix} WHERE deleted = 0 AND (${where})`));
}

/** Removes all rows of deleted projects. As `deleteUsers`, out of sight at once. */
export async function deleteProjects(
  engine: IndexEngine,
  { suffix, excluded }: Pick<IndexTarget, 'suffix' | 'excluded'>,
  projects: readonly Pick<ProjectPlan, 'project' | 'isDeleted'>[],
): Promise<void> {
  const gone = projects.filter(({ isDeleted }) => isDeleted).map(({ project }) => project);
  if (gone.length === 0) return;
  const where = `project IN ${writeNumbers(gone)}`;
  for (const table of [`events${suffix}`, `users${suffix}`, 'excluded']) {
    await engine.execute(plain(`DELETE FROM ${table} WHERE ${where}`));
  }
  for (const [key, { project }] of excluded) if (gone.includes(project)) excluded.delete(key);
}

/** Removes events that are too old, of those that came by `through`. As `deleteUsers`, out of sight at once. */
export async function deleteOldEvents(
  engine: IndexEngine,
  suffix: TableSuffix,
  { projects, through }: Pick<BatchPlan, 'projects' | 'through'>,
): Promise<void> {
  const ranges = projects.flatMap(({ project, expired }) =>
    expired.map((range) => ({ project, ...range })),
  );
  for (let start = 0; start < ranges.length; start += rangesAtOnce) {
    const where = ranges.slice(start, start + rangesAtOnce).map((range) => {
      const { project, after, before } = range;
      writeNumbers([project, after, range.through, Math.abs(before), through]);
      return `(project = ${project} AND number > ${after} AND number <= ${range.through} AND timestamp < ${before})`;
    });
    await engine.execute(
      plain(`DELETE FROM events${suffix} WHERE rev <= ${through} AND (${where.join(' OR ')})`),
    );
  }
}

/** Whether rows are still on disk that were deleted. */
export async function hasDeleted(engine: IndexEngine): Promise<boolean> {
  const found = await Promise.all(
    shardsOf(engine).map((shard) =>
      shard.query<{ n: string }>(
        plain(
          'SELECT count() AS n FROM system.parts WHERE active AND has_lightweight_delete' +
            " AND database = currentDatabase() AND table IN ('users', 'events')",
        ),
      ),
    ),
  );
  return found.some(([row]) => row !== undefined && row.n !== '0');
}

/** Begins to rewrite the parts that hold deleted rows; the engine does it in the background. */
export async function purgeDeleted(engine: IndexEngine): Promise<void> {
  for (const table of ['events', 'users']) {
    await engine.execute(
      plain(`ALTER TABLE ${table} APPLY DELETED MASK SETTINGS mutations_sync = 0`),
    );
  }
}

/** Rows of those users. */
export function whereNumbers(project: number, numbers: readonly number[]): string {
  return `(project = ${project} AND number IN ${writeNumbers(numbers)})`;
}

/** A mutation is kept as text, so the numbers, which are ours, are literals in it. */
export function writeNumbers(numbers: readonly number[]): string {
  for (const number of numbers) {
    if (!Number.isSafeInteger(number)) throw new RangeError(`${number} is not a user's number`);
  }
  return `[${numbers.join(',')}]`;
}
