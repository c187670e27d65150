import { describe, type Names, parseTree } from '@muster/conditions';
import type { WhoBody } from '@muster/protocol';

/** Whom it is for, in words: `All people`, `In Trial or Paying`, `Plan is any of Pro`. */
export function describeWho(who: WhoBody, names: Names): string {
  switch (who.type) {
    case 'everyone':
      return 'All people';
    case 'segments':
      return `In ${joinWords(who.segmentIds.map((id) => names.segment(id) ?? 'a segment that is gone'))}`;
    case 'conditions': {
      const parsed = parseTree(who.conditions);
      return parsed.ok ? describe(parsed.value, names) : 'Conditions that cannot be read any more';
    }
  }
}

/** `A`, `A or B`, `A, B or C`. */
function joinWords(words: readonly string[]): string {
  const [last = '', ...before] = words.toReversed();
  return before.length === 0 ? last : `${before.toReversed().join(', ')} or ${last}`;
}
