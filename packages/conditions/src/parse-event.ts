import {
  type Fields,
  parseChoice,
  parseFields,
  parseId,
  parseKey,
  parseNot,
} from './parse-fields.ts';
import { isFull, type ParseReport, quote, report } from './parse-report.ts';
import { parseTest, testFields } from './parse-test.ts';
import { parseWindow } from './parse-window.ts';
import type { Path } from './plan.ts';
import {
  type Count,
  type EventCondition,
  maxCount,
  maxPropertyFilters,
  type PropertyFilter,
} from './tree.ts';

/** The sources of events, in the order in which they are offered. */
export const eventSources = ['app', 'segment', 'posthog', 'api'] as const;

/** How often an event must have occurred, in the order and words in which it is offered. */
export const countLabels: Readonly<Record<Count['operator'], string>> = {
  atLeast: 'at least',
  atMost: 'at most',
  exactly: 'exactly',
  between: 'between',
};

const countOperators = Object.keys(countLabels) as Count['operator'][];

/** Reads the fields of a condition of type `event`. */
export function parseEventCondition(
  state: ParseReport,
  fields: Fields,
  path: Path,
): EventCondition | undefined {
  const source = parseChoice(state, fields.source, [...path, 'source'], eventSources);
  const name = parseId(state, fields.name, [...path, 'name'], 'the name of an event');
  const count = parseOptional(fields.count, (json) => parseCount(state, json, [...path, 'count']));
  const window = parseOptional(fields.window, (json) =>
    parseWindow(state, json, [...path, 'window']),
  );
  const where = parseOptional(fields.where, (json) => parseWhere(state, json, [...path, 'where']));
  const negation = parseNot(state, fields.not, path);
  if (!source || !name || !negation) return undefined;
  return {
    type: 'event',
    source,
    name,
    ...(count && { count }),
    ...(window && { window }),
    ...(where && { where }),
    ...negation,
  };
}

function parseOptional<T>(json: unknown, parse: (json: unknown) => T | undefined): T | undefined {
  return json === undefined ? undefined : parse(json);
}

function parseCount(state: ParseReport, json: unknown, path: Path): Count | undefined {
  const fields = parseFields(state, json, path, 'a count', ['operator', 'value']);
  if (fields === undefined) return undefined;
  const at = [...path, 'operator'];
  const operator = parseChoice(state, fields.operator, at, countOperators, 'unknown_operator');
  if (operator === undefined) return undefined;
  const valuePath = [...path, 'value'];
  if (operator === 'between') return parseCountRange(state, fields.value, valuePath);
  const value = parseTimes(state, fields.value, valuePath);
  return value === undefined ? undefined : { operator, value };
}

function parseCountRange(state: ParseReport, json: unknown, path: Path): Count | undefined {
  if (!Array.isArray(json) || json.length !== 2) {
    const message = `Expected the two ends [low, high], found ${quote(json)}.`;
    return report(state, { path, code: 'invalid_count', message });
  }
  const low = parseTimes(state, json[0], [...path, 0]);
  const high = parseTimes(state, json[1], [...path, 1]);
  if (low === undefined || high === undefined) return undefined;
  if (low <= high) return { operator: 'between', value: [low, high] };
  const message = `Expected the lower end first, found ${low} before ${high}.`;
  return report(state, { path, code: 'invalid_count', message });
}

function parseTimes(state: ParseReport, value: unknown, path: Path): number | undefined {
  const isTimes =
    Number.isInteger(value) && (value as number) >= 0 && (value as number) <= maxCount;
  // `+ 0` makes −0, which JSON can say, the 0 that it means.
  if (isTimes) return (value as number) + 0;
  const message = `Expected a whole number from 0 to ${maxCount}, found ${quote(value)}.`;
  return report(state, { path, code: 'invalid_count', message });
}

function parseWhere(state: ParseReport, json: unknown, path: Path): PropertyFilter[] | undefined {
  if (!Array.isArray(json)) {
    const message = `Expected a list of property filters, found ${quote(json)}.`;
    return report(state, { path, code: 'expected_list', message });
  }
  if (json.length > maxPropertyFilters) {
    const message = `An event condition has at most ${maxPropertyFilters} property filters.`;
    return report(state, { path, code: 'too_many_filters', message });
  }
  const filters: PropertyFilter[] = [];
  for (const [i, element] of json.entries()) {
    const filter = parseFilter(state, element, [...path, i]);
    if (filter !== undefined) filters.push(filter);
    if (isFull(state)) break;
  }
  return filters;
}

function parseFilter(state: ParseReport, json: unknown, path: Path): PropertyFilter | undefined {
  const fields = parseFields(state, json, path, 'a property filter', ['key', ...testFields]);
  if (fields === undefined) return undefined;
  const key = parseKey(state, fields.key, [...path, 'key']);
  const test = parseTest(state, fields, path);
  return key && test ? { key, ...test } : undefined;
}
