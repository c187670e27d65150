import { hash } from 'node:crypto';
import type { CatalogSubject } from '@muster/protocol';
import type { Session } from './session.ts';

/** What members wrote about one thing that the catalog lists. */
export interface CatalogNote {
  subject: CatalogSubject;
  hidden: boolean;
  description: string;
}

/** All notes of a project. */
export async function listCatalogNotes(
  { queries }: Session,
  project: number,
): Promise<CatalogNote[]> {
  const rows = await queries
    .selectFrom('catalog_notes')
    .select('document')
    .where('project', '=', project)
    .orderBy('id')
    .execute();
  return rows.map(({ document }) => JSON.parse(document) as CatalogNote);
}

/** Replaces the note of its subject; one that says nothing is forgotten. */
export async function putCatalogNote(
  { queries }: Session,
  project: number,
  note: CatalogNote,
): Promise<void> {
  const id = hash('sha256', nameSubject(note.subject), 'hex');
  if (!note.hidden && note.description === '') {
    await queries
      .deleteFrom('catalog_notes')
      .where('project', '=', project)
      .where('id', '=', id)
      .execute();
    return;
  }
  const document = JSON.stringify(note);
  await queries
    .insertInto('catalog_notes')
    .values({ project, id, document })
    .onConflict((conflict) => conflict.columns(['project', 'id']).doUpdateSet({ document }))
    .execute();
}

/** A text that only this subject has. */
export function nameSubject(subject: CatalogSubject): string {
  const { type, source } = subject;
  const name = 'name' in subject ? subject.name : null;
  const key = 'key' in subject ? subject.key : null;
  return JSON.stringify([type, source, name, key]);
}
