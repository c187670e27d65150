import { checkKey, checkValue, type Value, type ValueRefusal } from '@muster/conditions';
import { type CommandItem, segmentOrigin, type ValueEffect } from '../ingest/ingest-item.ts';
import { type RawItem, readObject } from '../ingest/read-fields.ts';
import { formatKeyPath, type Refusal } from '../ingest/refusal.ts';

type Report = (refusal: Refusal) => void;

/** An `attributes` command: custom attributes, or Segment's traits. Throws an `ItemRefused`. */
export function readValueEffect(raw: RawItem, base: CommandItem, report: Report): CommandItem {
  const changes = readObject(raw, 'values', report);
  const item = setValues(raw, base, { from: 'values', changes });
  if (raw.removeUnspecified !== true || item.values === undefined) return item;
  // A key whose value is refused is named all the same: it stays as it is.
  const keepOnly = new Set(Object.keys(raw.values ?? {}));
  return { ...item, values: { ...item.values, keepOnly } };
}

/** A `group` command: the group's id and traits under `group.`. Throws an `ItemRefused`. */
export function readGroup(raw: RawItem, base: CommandItem, report: Report): CommandItem {
  const changes = new Map<string, Value | null>();
  for (const [trait, value] of readObject(raw, 'traits', report)) {
    const checked = checkKey(`group.${trait}`);
    if (checked.ok) changes.set(checked.key, value);
    else report(toRefusal(checked, formatKeyPath('traits', trait)));
  }
  const { groupId } = raw;
  if (groupId === undefined) return setValues(raw, base, { from: 'group', changes });
  const checked = groupId === null ? { ok: true as const, value: null } : checkValue(groupId);
  if (checked.ok) changes.set('group.id', checked.value);
  else report(toRefusal(checked, 'groupId'));
  return setValues(raw, base, { from: 'group', changes });
}

function toRefusal({ code, message }: ValueRefusal, path: string): Refusal {
  return { code, message, path, scope: 'key' };
}

function setValues(
  raw: RawItem,
  base: CommandItem,
  effect: Pick<ValueEffect, 'from' | 'changes'>,
): CommandItem {
  if (raw.segment !== true) return { ...base, values: { kind: 'attributes', ...effect } };
  return { ...base, origin: segmentOrigin, values: { kind: 'traits', ...effect } };
}
