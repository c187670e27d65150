import { type Kind, kinds } from '@muster/conditions';
import type { ImportBody, ImportNotation, ImportTarget, importNotations } from '@muster/protocol';
import { formatCount } from '../../../ui/number-text.tsx';
import type { Option } from '../../../ui/select.tsx';

/** An attribute that users have, with the kinds in which its values have come. */
export interface KnownAttribute {
  key: string;
  users: number;
  /** Most frequent first. */
  kinds: readonly Kind[];
}

export type KnownAttributes = ReadonlyMap<string, KnownAttribute>;

/** What values are called in sentences. */
export const kindNames: Readonly<Record<Kind, string>> = {
  string: 'text',
  number: 'number',
  boolean: 'true or false',
  date: 'date',
  list: 'list',
};

const notations = {
  decimalComma: { kind: 'number', label: 'number, 1.234,56' },
  decimalPoint: { kind: 'number', label: 'number, 1,234.56' },
  dayFirst: { kind: 'date', label: 'date, 31/12/2026' },
  monthFirst: { kind: 'date', label: 'date, 12/31/2026' },
} as const satisfies {
  [Notation in ImportNotation]: { kind: (typeof importNotations)[Notation]; label: string };
};
const notationNames = Object.keys(notations) as ImportNotation[];

/** How the cells of a column are to be read, as a list of choices holds it. */
export type Reading = Kind | ImportNotation;

/** A type, with the notation of its cells where it is not that of JSON and ISO-8601. */
interface Typed {
  kind: Kind;
  notation?: ImportNotation | undefined;
}

export const readingOf = ({ kind, notation }: Typed): Reading => notation ?? kind;

/** The type and notation of a chosen reading, in place of those that a target had. */
export function withReading(
  { kind: _, notation: __, ...target }: ImportTarget & { type: 'attribute' },
  reading: Reading,
): ImportTarget {
  const notation = notationNames.find((one) => one === reading);
  if (notation === undefined) return { ...target, kind: reading as Kind };
  return { ...target, kind: notations[notation].kind, notation };
}

/** All readings, each type before the notations that it may be written in. */
export function listReadings(found: Typed): Option<Reading>[] {
  const asFound = readingOf(found);
  return kinds.flatMap((kind) =>
    [
      { value: kind, label: kindNames[kind] },
      ...notationNames
        .filter((notation) => notations[notation].kind === kind)
        .map((notation) => ({ value: notation, label: notations[notation].label })),
    ].map((option) => ({ ...option, ...(option.value === asFound && { note: 'as found' }) })),
  );
}

const nativeLabels = { name: 'Name', email: 'Email', language: 'Language' } as const;
type NativeTarget = keyof typeof nativeLabels;
const nativeFields = Object.keys(nativeLabels) as NativeTarget[];

/** What a column can become: a name of each, as a list of choices holds it. */
export type TargetChoice = 'skip' | 'new' | `native ${NativeTarget}` | `key ${string}`;

/** Everything that a column can become in this project. */
export function listTargets(known: KnownAttributes): Option<TargetChoice>[] {
  return [
    { value: 'skip', label: 'Skip this column' },
    { value: 'new', label: 'New attribute' },
    ...nativeFields.map((field) => ({
      value: `native ${field}` as const,
      label: nativeLabels[field],
      note: 'native',
    })),
    ...[...known.values()].map(({ key, kinds }) => ({
      value: `key ${key}` as const,
      label: key,
      note: kinds.map((kind) => kindNames[kind]).join(', '),
    })),
  ];
}

/** Which of the choices a target is; an attribute that nobody has is a new one. */
export function choiceOf(target: ImportTarget, known: KnownAttributes): TargetChoice {
  if (target.type === 'skip') return 'skip';
  if (target.type === 'native') return `native ${target.field}`;
  return known.has(target.key) ? `key ${target.key}` : 'new';
}

/** The target that a choice means for a column; a new attribute begins with the column's name. */
export function targetOf(
  choice: TargetChoice,
  column: Typed & { name: string },
  known: KnownAttributes,
): ImportTarget {
  if (choice === 'skip') return { type: 'skip' };
  const asFound = { kind: column.kind, ...(column.notation && { notation: column.notation }) };
  if (choice === 'new') return { type: 'attribute', key: column.name, ...asFound };
  const native = nativeFields.find((field) => choice === `native ${field}`);
  if (native) return { type: 'native', field: native };
  const key = choice.slice('key '.length);
  const kinds = known.get(key)?.kinds ?? [];
  // As the attribute is, where the column can be read like that; a text can be anything.
  const other = kinds.includes(column.kind) ? undefined : kinds[0];
  return { type: 'attribute', key, ...(other === undefined ? asFound : { kind: other }) };
}

/** What becomes of a column: what was chosen, or else what was suggested. */
export function targetOfColumn(
  { mapping, columns }: Pick<ImportBody, 'mapping' | 'columns'>,
  index: number,
): ImportTarget {
  const chosen = mapping.find(({ column }) => column === index)?.to;
  return chosen ?? columns.find((column) => column.index === index)?.suggested ?? { type: 'skip' };
}

/** That the values of a column would differ in type from those that users have; undefined if not. */
export function findConflict(target: ImportTarget, known: KnownAttributes): string | undefined {
  if (target.type !== 'attribute') return undefined;
  const { kinds = [], users = 0 } = known.get(target.key) ?? {};
  if (kinds.length === 0 || kinds.includes(target.kind)) return undefined;
  const so = kinds.map((kind) => kindNames[kind]).join(' or ');
  return `So far ${so} for ${formatCount(users, 'user')}: a condition on it as ${so} will not see these values.`;
}

/** That a type asks more of the cells than all of them were found to be; undefined if not. */
export function findDoubt(target: ImportTarget, column: Typed): string | undefined {
  if (target.type !== 'attribute') return undefined;
  if (target.kind === 'string' || readingOf(target) === readingOf(column)) return undefined;
  return `Not every cell reads as ${nameReading(target)}: those that do not are refused.`;
}

function nameReading({ kind, notation }: Typed): string {
  return notation === undefined ? kindNames[kind] : notations[notation].label;
}

/** The columns that become the same thing as another one does, by index, and what that is called. */
export function findDoubles(
  draft: Pick<ImportBody, 'mapping' | 'columns' | 'identifier'>,
): ReadonlyMap<number, string> {
  const { identifier, columns } = draft;
  const firsts = new Map<string, number>();
  // The column of the addresses fills that field by itself.
  if (identifier?.matches === 'email') firsts.set('native Email', identifier.column);
  const doubles = new Map<number, string>();
  for (const { index } of columns) {
    const target = targetOfColumn(draft, index);
    const name = nameTarget(target);
    if (name === undefined || index === identifier?.column) continue;
    // An attribute may have the name of a native field, and is another thing.
    const first = firsts.get(`${target.type} ${name}`);
    if (first === undefined) firsts.set(`${target.type} ${name}`, index);
    else doubles.set(first, name).set(index, name);
  }
  return doubles;
}

/** What a target is called; undefined for a column that is skipped. */
export function nameTarget(target: ImportTarget): string | undefined {
  if (target.type === 'skip') return undefined;
  return target.type === 'native' ? nativeLabels[target.field] : target.key;
}
