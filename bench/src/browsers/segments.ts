import type { Group } from '@muster/conditions';
import { benchSegments } from '../population/segments.ts';

/** A segment to save: names and ids are the server's to give, so a reference is by place. */
export interface NewSegment {
  name: string;
  conditions: Group;
}

const realEvents = [
  'search_done',
  'item_opened',
  'item_saved',
  'filter_changed',
  'report_exported',
];

/**
 * So many segments over what pages say: the twelve of the other benchmarks without those that use
 * others, their numbers varied, and a third on events of the page in windows that move.
 */
export function makeSegments(count: number): NewSegment[] {
  const plain = benchSegments.filter(({ tree }) => !JSON.stringify(tree).includes('segmentId'));
  return Array.from({ length: count }, (_, i) => ({
    name: `Segment ${i}`,
    conditions:
      i % 3 === 0 ? makeEventTree(i) : vary((plain[i % plain.length] ?? plain[0])?.tree, i),
  }));
}

function makeEventTree(i: number): Group {
  const name = realEvents[i % realEvents.length] ?? '';
  return {
    type: 'group',
    match: 'all',
    children: [
      {
        type: 'attribute',
        source: 'custom',
        key: 'plan',
        kind: 'string',
        operator: 'is',
        value: ['Pro', 'Team'],
        ...(i % 2 === 0 && { not: true }),
      },
      {
        type: 'event',
        source: 'app',
        name,
        count: { operator: 'atLeast', value: 1 + (i % 7) },
        window: { operator: 'inLast', amount: 1 + (i % 30), unit: 'day' },
        ...(i % 6 === 0 && {
          where: [{ key: 'position', kind: 'number', operator: 'gte', value: i % 40 }],
        }),
      },
    ],
  };
}

/** The same tree with other numbers in it, so that no two segments are equal. */
function vary(tree: Group | undefined, i: number): Group {
  return JSON.parse(
    JSON.stringify(tree).replace(
      /"amount":(\d+)/g,
      (_, amount) => `"amount":${Number(amount) + i}`,
    ),
  );
}
