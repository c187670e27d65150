import { checkKey, maxKeysPerProfile } from '@muster/conditions';
import { type ImportChange, type ImportTarget, importNotations } from '@muster/protocol';
import { HttpProblem, type ProblemError } from '../../http/problem.ts';
import type { ImportRow, ImportSettings } from '../../store/import-rows.ts';
import type { ImportPlan, PlannedColumn } from './import-plan.ts';
import { suggestTargets } from './suggest-settings.ts';
import { toLabel } from './undo-import.ts';

/** The settings with what somebody wants to change. Throws a 422 for a column that is not there. */
export function changeSettings(before: ImportSettings, change: ImportChange): ImportSettings {
  const errors: ProblemError[] = [];
  const { validation: _, ...after } = structuredClone(before);
  if (change.identifier !== undefined) {
    const { identifier } = change;
    if (identifier !== null) checkColumn(identifier.column, 'identifier.column', after, errors);
    const left = before.identifier?.column;
    after.identifier = identifier;
    // The column that was the identifier becomes what it would have been without.
    const suggested =
      left === undefined ? undefined : suggestTargets(after.columns, identifier)[left];
    if (left !== undefined && suggested) after.targets[left] = suggested;
  }
  for (const [place, { column, to }] of (change.mapping ?? []).entries()) {
    const path = `mapping[${place}]`;
    if (!checkColumn(column, `${path}.column`, after, errors)) continue;
    const found = to.type === 'attribute' ? checkAttribute(to, `${path}.to`) : undefined;
    if (found === undefined) after.targets[column] = to;
    else errors.push(found);
  }
  for (const [name, value] of Object.entries(change.options ?? {})) {
    if (value !== undefined) Object.assign(after.options, { [name]: value });
  }
  refuseAny(errors);
  return after;
}

function checkAttribute(
  { key, kind, notation }: ImportTarget & { type: 'attribute' },
  path: string,
): ProblemError | undefined {
  const checked = checkKey(key);
  if (!checked.ok) return { path: `${path}.key`, message: checked.message, code: checked.code };
  if (notation === undefined || importNotations[notation] === kind) return undefined;
  const message = `A ${kind} is not written in the notation "${notation}", which is one of a ${importNotations[notation]}.`;
  return { path: `${path}.notation`, message, code: 'notation_mismatch' };
}

function checkColumn(
  column: number,
  path: string,
  { columns }: ImportSettings,
  errors: ProblemError[],
): boolean {
  if (column < columns.length) return true;
  const message = `There is no column ${column}: the file has ${columns.length}.`;
  errors.push({ path, message, code: 'column_missing' });
  return false;
}

/** How the rows are to be taken. Throws a 422 that says what is still missing or contradicts. */
export function makePlan(row: ImportRow, settings: ImportSettings, at: number): ImportPlan {
  const { identifier, options, columns } = settings;
  const errors: ProblemError[] = [];
  if (identifier === null) {
    const message = 'Choose the column by which users are found.';
    errors.push({ path: 'identifier', message, code: 'no_identifier' });
  }
  if (!options.createUsers && !options.updateUsers) {
    const message = 'Neither new users nor known ones would be taken.';
    errors.push({ path: 'options', message, code: 'nothing_to_do' });
  }
  const planned = planColumns(settings, errors);
  refuseAny(errors);
  return {
    number: row.number,
    id: row.id,
    label: toLabel(row.fileName),
    at,
    matches: identifier?.matches ?? 'id',
    identifier: columns[identifier?.column ?? 0]?.name ?? '',
    createsUsers: options.createUsers,
    updatesUsers: options.updateUsers,
    clearsBlanks: options.blanks === 'clear',
    columns: planned,
  };
}

function planColumns(settings: ImportSettings, errors: ProblemError[]): PlannedColumn[] {
  const { identifier, targets, columns } = settings;
  const takenBy = new Map<string, string>();
  if (identifier?.matches === 'email') {
    takenBy.set('native email', columns[identifier.column]?.name ?? '');
  }
  const planned: PlannedColumn[] = [];
  for (const [index, to] of targets.entries()) {
    if (to.type === 'skip' || index === identifier?.column) continue;
    const name = columns[index]?.name ?? '';
    const target = to.type === 'native' ? `native ${to.field}` : `attribute ${to.key}`;
    const other = takenBy.get(target);
    if (other !== undefined) {
      const message = `Both columns ${JSON.stringify(other)} and ${JSON.stringify(name)} would fill ${JSON.stringify(to.type === 'native' ? to.field : to.key)}; skip one of them.`;
      errors.push({ path: `mapping[${index}].to`, message, code: 'target_taken' });
      continue;
    }
    takenBy.set(target, name);
    if (to.type === 'native') {
      planned.push({ index, name, to: { native: to.field }, kind: 'string' });
    } else {
      const { key, kind, notation } = to;
      planned.push({ index, name, to: { key }, kind, ...(notation && { notation }) });
    }
  }
  if (planned.length > maxKeysPerProfile) {
    const message = `${planned.length} columns would be taken; at most ${maxKeysPerProfile} can be kept of a user.`;
    errors.push({ path: 'mapping', message, code: 'too_many_columns' });
  }
  return planned;
}

function refuseAny(errors: readonly ProblemError[]): void {
  const [first] = errors;
  if (first === undefined) return;
  const detail =
    errors.length === 1 ? first.message : 'The import cannot be run so; `errors` says why.';
  throw new HttpProblem(422, 'invalid_import', detail, { errors });
}
