import type { TrackedCondition } from '@muster/protocol';

type ConditionType = TrackedCondition['type'];

/** What each condition is called, in the order in which they are offered. */
const conditionLabels: Readonly<Record<ConditionType, string>> = {
  clicked: 'Element clicked',
  url: 'Page address',
  present: 'Element present',
  hovered: 'Element hovered',
  filled: 'Input filled',
};

/** As the choice of a type offers them. */
export const conditionOptions = (Object.keys(conditionLabels) as ConditionType[]).map((value) => ({
  value,
  label: conditionLabels[value],
}));

/** A condition of a type, to be filled in; a selector is kept. */
export function startCondition(type: ConditionType, selector = ''): TrackedCondition {
  if (type !== 'url') return { type, selector };
  return {
    type,
    match: 'any',
    urls: [{ operator: 'startsWith', not: false, value: '/' }],
  };
}

/** Why this browser cannot read a selector, as a sentence; undefined when it can. */
export function checkSelector(selector: string): string | undefined {
  if (selector.trim() === '') return 'Say which element, by a CSS selector.';
  try {
    document.createDocumentFragment().querySelector(selector);
    return undefined;
  } catch {
    return 'This is no CSS selector that a browser can read.';
  }
}
