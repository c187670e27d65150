import type { Instant } from '@muster/conditions';
import { fromKeyText, toKeyText } from './key-text.ts';
import { goneAtOnce } from './project-tables.ts';
import { hasProject } from './projects.ts';
import { type RemovalPlace, type RemovedSlice, removeRows } from './remove-rows.ts';
import type { Session } from './session.ts';
import type { Project } from './store.ts';

/** That a project was deleted; it stays when everything else of the project has gone. */
export interface DeletedProject {
  /** No other project ever gets it. */
  number: number;
  /** The public id. */
  id: string;
  name: string;
  at: Instant;
  /** Who did it, as the audit log names her. */
  by: string;
  /** When the last of its rows had gone; absent: there may be some. */
  removedAt?: Instant;
}

/** What can be read of projects that were deleted. */
export interface DeletedProjectReads {
  /** Whether there is a project of that number: one that was deleted is none. */
  hasProject(number: number): Promise<boolean>;
  /** In order of number. */
  deletedProjects(): Promise<DeletedProject[]>;
}

/** What can be done to delete projects. */
export interface DeletedProjectWrites {
  /**
   * From its commit on there is no such project, and nothing that opens it or acts for it; its other rows stay until
   * `removeRows`. Throws when there is none.
   */
  deleteProject(
    project: Pick<Project, 'number' | 'id' | 'name'>,
    deletion: Deletion,
  ): Promise<void>;
  /** Removes some `limit` rows that a project has left, from a place on. */
  removeRows(project: number, limit: number, from?: RemovalPlace): Promise<RemovedSlice>;
  /** Notes that no row of it is left. */
  noteRemoved(number: number, at: Instant): Promise<void>;
}

/** Who deletes, and when. */
type Deletion = Pick<DeletedProject, 'at' | 'by'>;

export function offerDeletedProjectReads(session: Session): DeletedProjectReads {
  return {
    hasProject: (number) => hasProject(session, number),
    deletedProjects: () => listDeletedProjects(session),
  };
}

export function offerDeletedProjectWrites(session: Session): DeletedProjectWrites {
  return {
    deleteProject: (project, deletion) => deleteProject(session, project, deletion),
    removeRows: (project, limit, from) => removeRows(session, project, limit, from),
    noteRemoved: (number, at) => noteRemoved(session, number, at),
  };
}

async function listDeletedProjects({ queries }: Session): Promise<DeletedProject[]> {
  const rows = await queries
    .selectFrom('deleted_projects')
    .select(['number', 'id', 'removed', 'document'])
    .orderBy('number')
    .execute();
  return rows.map(({ number, id, removed, document }) => {
    const rest: Pick<DeletedProject, 'name' | 'at' | 'by'> = JSON.parse(document);
    return {
      number,
      id: fromKeyText(id),
      ...rest,
      ...(removed !== null && { removedAt: removed }),
    };
  });
}

async function deleteProject(
  { queries, connection }: Session,
  { number, id, name }: Pick<Project, 'number' | 'id' | 'name'>,
  { at, by }: Deletion,
): Promise<void> {
  const { numDeletedRows } = await queries
    .deleteFrom('projects')
    .where('number', '=', number)
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw new Error(`There is no project number ${number}.`);
  await queries
    .insertInto('deleted_projects')
    .values({
      number,
      id: toKeyText(id),
      removed: null,
      document: JSON.stringify({ name, at, by }),
    })
    .execute();
  for (const table of goneAtOnce) {
    await connection.query(`delete from ${table} where project = ?`, [number]);
  }
}

async function noteRemoved({ queries }: Session, number: number, at: Instant): Promise<void> {
  await queries
    .updateTable('deleted_projects')
    .set({ removed: at })
    .where('number', '=', number)
    .execute();
}
