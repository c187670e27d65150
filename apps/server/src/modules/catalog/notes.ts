import type { CatalogSubject } from '@muster/protocol';
import { type CatalogNote, nameSubject } from '../../store/catalog-notes.ts';

/** What members wrote about each thing; of what they did not write about, that it is plain to see. */
export type FindNote = (subject: CatalogSubject) => Pick<CatalogNote, 'hidden' | 'description'>;

export function createFindNote(notes: readonly CatalogNote[]): FindNote {
  const notesByName = new Map(notes.map((note) => [nameSubject(note.subject), note]));
  return (subject) => {
    const { hidden = false, description = '' } = notesByName.get(nameSubject(subject)) ?? {};
    return { hidden, description };
  };
}
