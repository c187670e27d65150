import type { Value } from '@muster/conditions';
import { HttpProblem } from '../../http/problem.ts';
import type { ProfileDocument } from '../profiles/profile-document.ts';

/** Reads the values of some columns of a user; a missing one is null. */
export type ColumnReader = (document: ProfileDocument) => Record<string, Value | null>;

/** Throws a 422 for a column that is neither `attributes.<key>` nor `traits.<key>`. */
export function createColumnReader(names: readonly string[]): ColumnReader {
  const columns = names.map((name, i) => ({ name, ...parseColumn(name, i) }));
  return (document) =>
    Object.fromEntries(
      columns.map(({ name, kind, key }) => [name, document[kind].get(key)?.value ?? null]),
    );
}

function parseColumn(name: string, index: number) {
  for (const kind of ['attributes', 'traits'] as const) {
    if (name.startsWith(`${kind}.`)) return { kind, key: name.slice(kind.length + 1) };
  }
  const message = `There is no column ${JSON.stringify(name)}: it is attributes.<key> or traits.<key>.`;
  throw new HttpProblem(422, 'invalid_request', message, {
    errors: [{ path: `columns[${index}]`, message, code: 'unknown_column' }],
  });
}
