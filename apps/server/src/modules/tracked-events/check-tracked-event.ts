import type { TrackedCondition, TrackedEventChange } from '@muster/protocol';
import { HttpProblem, type ProblemError } from '../../http/problem.ts';
import type { TrackedEventContent, TrackedEventRow } from '../../store/tracked-events.ts';
import { ownEvents } from '../ingest/native-events.ts';
import { checkSelector } from './check-selector.ts';

/** Most that are live in a project: what pages get, and look for. */
const maxLive = 100;

/** Names that the SDK and the server report themselves. */
const reservedNames: ReadonlySet<string> = new Set([
  'identified',
  'session started',
  'page viewed',
  ...ownEvents,
]);

/**
 * Throws a 422 that names every wrong place when `after` may not be saved over `before`, or be saved at all;
 * `all` are those of the project.
 */
export function checkTrackedEvent(
  after: TrackedEventRow,
  before: TrackedEventRow | undefined,
  all: readonly TrackedEventRow[],
): void {
  const others = all.filter(({ id }) => id !== after.id);
  const errors = [...checkCodeName(after, before, others), ...checkSelectors(after.conditions)];
  if (errors.length > 0) {
    const detail = 'The no-code event is not valid; `errors` says where.';
    throw new HttpProblem(422, 'invalid_tracked_event', detail, { errors });
  }
  if (after.status === 'live') refuseNotLive(after, others);
}

function checkCodeName(
  { codeName }: TrackedEventRow,
  before: TrackedEventRow | undefined,
  others: readonly TrackedEventRow[],
): ProblemError[] {
  const refuse = (code: string, message: string) => [{ path: 'codeName', code, message }];
  if (before?.publishedAt !== undefined && before.codeName !== codeName) {
    const message = `It stays “${before.codeName}”: pages have reported under it, and conditions name it.`;
    return refuse('code_name_fixed', message);
  }
  if (reservedNames.has(codeName)) {
    return refuse('reserved_event', `“${codeName}” is an event of Muster's own.`);
  }
  const other = others.find((each) => each.codeName === codeName);
  if (other === undefined) return [];
  return refuse('code_name_taken', `“${other.name}” has this code name.`);
}

function checkSelectors(conditions: readonly TrackedCondition[]): ProblemError[] {
  return conditions.flatMap((condition, index) => {
    const reason = condition.type === 'url' ? undefined : checkSelector(condition.selector);
    if (reason === undefined) return [];
    return [{ path: `conditions[${index}].selector`, message: reason, code: 'invalid_selector' }];
  });
}

function refuseNotLive(
  { conditions }: TrackedEventContent,
  others: readonly TrackedEventRow[],
): void {
  if (conditions.length === 0) {
    const message = 'Say what has to happen: it needs a condition.';
    const errors = [{ path: 'conditions', message, code: 'no_conditions' }];
    throw new HttpProblem(422, 'tracked_event_incomplete', message, { errors });
  }
  if (others.filter(({ status }) => status === 'live').length < maxLive) return;
  const message = `At most ${maxLive} are live at a time: pause another first.`;
  const errors = [{ path: 'status', message, code: 'too_many_live' }];
  throw new HttpProblem(422, 'too_many_live', message, { errors });
}

/** What a change leaves out stays as it is. */
export function applyChange(before: TrackedEventRow, change: TrackedEventChange): TrackedEventRow {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return { ...before, ...(Object.fromEntries(given) as Partial<TrackedEventContent>) };
}
