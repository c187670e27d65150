import type { ImportBody, ImportChange } from '@muster/protocol';

/** Both changes as one; where they speak of the same, the later one holds. */
export function mergeChanges(earlier: ImportChange, later: ImportChange): ImportChange {
  const mapping = mergeByColumn(earlier.mapping ?? [], later.mapping ?? []);
  const options = { ...earlier.options, ...later.options };
  return {
    ...earlier,
    ...later,
    ...(mapping.length > 0 && { mapping }),
    ...(Object.keys(options).length > 0 && { options }),
  };
}

/** A draft as it will be with a change that the server has not taken yet. */
export function applyChange(draft: ImportBody, change: ImportChange): ImportBody {
  const { name, description, identifier, mapping, options } = change;
  return {
    ...draft,
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(identifier !== undefined && { identifier }),
    ...(mapping && { mapping: mergeByColumn(draft.mapping, mapping) }),
    ...(options && { options: { ...draft.options, ...options } }),
  };
}

/** Whether there is nothing to send. */
export function isNoChange(change: ImportChange): boolean {
  return Object.keys(change).length === 0;
}

function mergeByColumn(
  earlier: ImportBody['mapping'],
  later: ImportBody['mapping'],
): ImportBody['mapping'] {
  const changed = new Map(later.map((one) => [one.column, one]));
  const known = new Set(earlier.map(({ column }) => column));
  return [
    ...earlier.map((one) => changed.get(one.column) ?? one),
    ...later.filter(({ column }) => !known.has(column)),
  ];
}
