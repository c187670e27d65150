import type {
  ExperienceStatus,
  ExperienceStepBody,
  ExperienceTheme,
  ExperienceType,
  TargetBody,
} from '@muster/protocol';
import { fromKeyText, toKeyText } from './key-text.ts';
import type { Session } from './session.ts';

/** What of an experience people wrote. Trees in it may no longer parse: they are `unknown`. */
export interface ExperienceContent {
  name: string;
  status: ExperienceStatus;
  steps: ExperienceStepBody[];
  theme: ExperienceTheme;
  target: TargetBody;
}

export interface ExperienceRow extends ExperienceContent {
  id: string;
  project: number;
  type: ExperienceType;
  version: number;
  /** When it last went from a draft to live; absent: never yet. */
  publishedAt?: number;
  createdAt: number;
  createdBy: string;
  updatedAt: number;
  updatedBy: string;
}

/** A version of an experience as it was before an edit, or at its deletion. */
export interface ExperienceVersion extends ExperienceContent {
  experienceId: string;
  version: number;
  at: number;
  by: string;
}

interface StoredExperience {
  project: number;
  id: string;
  version: number;
  document: string;
}

const columns = ['project', 'id', 'version', 'document'] as const;

/** All experiences of a project, by id. */
export async function listExperiences(
  { queries }: Session,
  project: number,
): Promise<ExperienceRow[]> {
  const rows = await queries
    .selectFrom('experiences')
    .select(columns)
    .where('project', '=', project)
    .orderBy('id')
    .execute();
  return rows.map(toExperience);
}

/** A text that is another whenever one was added, changed or deleted; reads no document. */
export async function stampExperiences({ connection }: Session, project: number): Promise<string> {
  const { rows } = await connection.query<{ id: string; version: number }>(
    'select id, version from experiences where project = ? order by id',
    [project],
  );
  return rows.map(({ id, version }) => `${id}:${version}`).join();
}

/** One experience, if it is there. */
export async function findExperience(
  { queries }: Session,
  project: number,
  id: string,
): Promise<ExperienceRow | undefined> {
  const row = await queries
    .selectFrom('experiences')
    .select(columns)
    .where('project', '=', project)
    .where('id', '=', toKeyText(id))
    .executeTakeFirst();
  return row && toExperience(row);
}

/** Throws when the id is taken in the project. */
export async function insertExperience(
  { queries }: Session,
  experience: ExperienceRow,
): Promise<void> {
  await queries.insertInto('experiences').values(toRow(experience)).execute();
}

/** Replaces the experience when its stored version is `expectedVersion`; false when it is not. */
export async function updateExperience(
  { queries }: Session,
  experience: ExperienceRow,
  expectedVersion: number,
): Promise<boolean> {
  const { project, id, version, document } = toRow(experience);
  const { numUpdatedRows } = await queries
    .updateTable('experiences')
    .set({ version, document })
    .where('project', '=', project)
    .where('id', '=', id)
    .where('version', '=', expectedVersion)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Removes an experience; its versions stay. False when there is none. */
export async function deleteExperience(
  { queries }: Session,
  project: number,
  id: string,
): Promise<boolean> {
  const { numDeletedRows } = await queries
    .deleteFrom('experiences')
    .where('project', '=', project)
    .where('id', '=', toKeyText(id))
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** The kept versions of an experience, newest first. */
export async function listExperienceVersions(
  { queries }: Session,
  project: number,
  id: string,
): Promise<ExperienceVersion[]> {
  const rows = await queries
    .selectFrom('experience_versions')
    .select(['experience', 'version', 'document'])
    .where('project', '=', project)
    .where('experience', '=', toKeyText(id))
    .orderBy('version', 'desc')
    .execute();
  return rows.map(({ experience, version, document }) => {
    const rest: Omit<ExperienceVersion, 'experienceId' | 'version'> = JSON.parse(document);
    return { experienceId: fromKeyText(experience), version, ...rest };
  });
}

/** Throws when this version of the experience is kept already. */
export async function insertExperienceVersion(
  { queries }: Session,
  project: number,
  { experienceId, version, ...rest }: ExperienceVersion,
): Promise<void> {
  const experience = toKeyText(experienceId);
  await queries
    .insertInto('experience_versions')
    .values({ project, experience, version, document: JSON.stringify(rest) })
    .execute();
}

function toExperience({ project, id, version, document }: StoredExperience): ExperienceRow {
  const rest: Omit<ExperienceRow, 'project' | 'id' | 'version'> = JSON.parse(document);
  return { id: fromKeyText(id), project, version, ...rest };
}

function toRow({ project, id, version, ...rest }: ExperienceRow): StoredExperience {
  return { project, id: toKeyText(id), version, document: JSON.stringify(rest) };
}
