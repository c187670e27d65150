import { describeTest } from './describe-test.ts';
import type { Count, EventCondition, Unit, Window } from './tree.ts';

/**
 * An event condition in words: `report_exported occurred ≥ 3× in 14 d where format is any of pdf`.
 * Its complement is said by the count.
 */
export function describeEvent(condition: EventCondition): string {
  const { name, count = { operator: 'atLeast', value: 1 }, window, where = [] } = condition;
  const filters = where.map((filter) => describeTest(filter.key, filter)).join(' and ');
  return [
    name,
    condition.not ? describeOtherCount(count) : describeCount(count),
    describeWindow(window ?? { operator: 'ever' }),
    filters && `where ${filters}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function describeCount(count: Count): string {
  switch (count.operator) {
    case 'atLeast':
      return `occurred ≥ ${count.value}×`;
    case 'atMost':
      return count.value === 0 ? 'did not occur' : `occurred ≤ ${count.value}×`;
    case 'exactly':
      return count.value === 0 ? 'did not occur' : `occurred exactly ${count.value}×`;
    case 'between':
      return `occurred ${count.value[0]} to ${count.value[1]}×`;
  }
}

/** The complement: every other number of times. */
function describeOtherCount(count: Count): string {
  switch (count.operator) {
    case 'atLeast':
      return count.value === 1 ? 'did not occur' : `occurred < ${count.value}×`;
    case 'atMost':
      return `occurred > ${count.value}×`;
    case 'exactly':
      return count.value === 0 ? 'occurred ≥ 1×' : `occurred other than ${count.value}×`;
    case 'between':
      return `occurred other than ${count.value[0]} to ${count.value[1]}×`;
  }
}

const shortUnits: Record<Unit, string> = {
  minute: 'min',
  hour: 'h',
  day: 'd',
  week: 'wk',
  month: 'mo',
};

function describeWindow(window: Window): string {
  switch (window.operator) {
    case 'ever':
      return '';
    case 'inLast':
      return `in ${window.amount} ${shortUnits[window.unit]}`;
    case 'moreThanAgo':
      return `more than ${window.amount} ${shortUnits[window.unit]} ago`;
    case 'between':
      return `between ${window.from} and ${window.to}`;
    case 'before':
    case 'after':
      return `${window.operator} ${window.at}`;
  }
}
