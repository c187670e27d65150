import type { Value } from '@muster/conditions';
import { HttpProblem } from '../../http/problem.ts';
import type { ProfileView } from '../profiles/profile-view.ts';

/** A column of a CSV export. */
export interface ExportColumn {
  header: string;
  read(view: ProfileView): Value | null;
}

const nativeColumns = [
  'id',
  'anonymousId',
  'name',
  'email',
  'language',
  'firstSeen',
  'lastActivity',
  'created',
  'sessions',
  'tags',
] as const;

/**
 * The columns asked for: a native field, `attributes.<key>` or `traits.<key>`; without any, the
 * native fields. Throws a 422 for one that does not exist.
 */
export function readColumns(wanted: readonly string[]): ExportColumn[] {
  return wanted.length === 0
    ? nativeColumns.map(toNativeColumn)
    : wanted.map((name, i) => readColumn(name, i));
}

function readColumn(name: string, index: number): ExportColumn {
  for (const kind of ['attributes', 'traits'] as const) {
    if (!name.startsWith(`${kind}.`)) continue;
    const key = name.slice(kind.length + 1);
    return {
      header: name,
      read: (view) => (Object.hasOwn(view[kind], key) ? (view[kind][key]?.value ?? null) : null),
    };
  }
  const native = nativeColumns.find((column) => column === name);
  if (native !== undefined) return toNativeColumn(native);
  const message = `There is no column ${JSON.stringify(name)}: it is a native field, attributes.<key> or traits.<key>.`;
  throw new HttpProblem(422, 'invalid_request', message, {
    errors: [{ path: `column[${index}]`, message, code: 'unknown_column' }],
  });
}

function toNativeColumn(header: (typeof nativeColumns)[number]): ExportColumn {
  return { header, read: (view) => view[header] };
}
