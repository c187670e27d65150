import { fromKeyText, toKeyText } from './key-text.ts';
import type { Session } from './session.ts';
import type { Project } from './store.ts';

interface ProjectRow {
  number: number;
  id: string;
  document: string;
}

const columns = ['number', 'id', 'document'] as const;

/** All projects in order of number. */
export async function listProjects({ queries }: Session): Promise<Project[]> {
  const rows = await queries.selectFrom('projects').select(columns).orderBy('number').execute();
  return rows.map(toProject);
}

/** The project with this public id. */
export async function findProject({ queries }: Session, id: string): Promise<Project | undefined> {
  const row = await queries
    .selectFrom('projects')
    .select(columns)
    .where('id', '=', toKeyText(id))
    .executeTakeFirst();
  return row && toProject(row);
}

/** Whether there is a project of that number: one that was deleted is none. */
export async function hasProject({ connection }: Session, number: number): Promise<boolean> {
  const { rows } = await connection.query('select 1 as one from projects where number = ?', [
    number,
  ]);
  return rows.length > 0;
}

/**
 * Inserts a project under a number that none has or had, and returns it. Throws when the id is taken.
 */
export async function insertProject(
  { queries }: Session,
  given: Omit<Project, 'number'>,
): Promise<Project> {
  const last = await Promise.all(
    (['projects', 'deleted_projects'] as const).map((table) =>
      queries
        .selectFrom(table)
        .select((select) => select.fn.max('number').as('number'))
        .executeTakeFirstOrThrow(),
    ),
  );
  const project = { ...given, number: Math.max(...last.map(({ number }) => number ?? 0)) + 1 };
  await queries.insertInto('projects').values(toRow(project)).execute();
  return project;
}

/** Replaces what is kept of a project; throws when there is none with this number. */
export async function updateProject({ queries }: Session, project: Project): Promise<void> {
  const { number, ...row } = toRow(project);
  const { numUpdatedRows } = await queries
    .updateTable('projects')
    .set(row)
    .where('number', '=', number)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Error(`There is no project number ${number}.`);
}

/** The first of `count` fresh numbers of users. Throws when there is no such project. */
export async function allocateNumbers(
  { connection }: Session,
  project: number,
  count: number,
): Promise<number> {
  const { rows } = await connection.query<{ next: number }>(
    'update projects set next_number = next_number + ? where number = ? returning next_number as next',
    [count, project],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`There is no project number ${project}.`);
  return row.next - count;
}

/** How often the definitions of a project have changed; 0 when there is no such project. */
export async function readDefinitionsRevision(
  { connection }: Session,
  project: number,
): Promise<number> {
  const { rows } = await connection.query<{ definitions: number }>(
    'select definitions from projects where number = ?',
    [project],
  );
  return rows[0]?.definitions ?? 0;
}

function toProject({ number, id, document }: ProjectRow): Project {
  const rest: Omit<Project, 'id' | 'number'> = JSON.parse(document);
  return { id: fromKeyText(id), number, ...rest };
}

function toRow({ id, number, ...rest }: Project): ProjectRow {
  return { number, id: toKeyText(id), document: JSON.stringify(rest) };
}
