import { describeCondition, eventQueries, type Names, type Plan } from '@muster/conditions';
import type { EventRow, WriteTransaction } from '../../store/store.ts';
import { moveEventNames } from '../ingest/native-events.ts';
import type { MoveNews, Movers } from '../webhooks/announce-moves.ts';

const ownNames: ReadonlySet<string> = new Set(Object.values(moveEventNames));

/**
 * Whether the segment asks who has entered or left one. Its own moves are no events: otherwise one who enters
 * could leave because she has entered, and so on without an end.
 */
export function asksForMoves(plan: Plan): boolean {
  return eventQueries(plan).some(({ source, name }) => source === 'app' && ownNames.has(name));
}

interface World {
  people: Movers;
  names: Names;
  newId: () => string;
}

/**
 * Makes moves native events of those who moved, in the transaction that keeps that they were told. Whoever is no
 * longer there has none.
 */
export async function recordMoves(
  tx: WriteTransaction,
  project: number,
  moves: readonly MoveNews[],
  { people, names, newId }: World,
): Promise<void> {
  const events = moves.flatMap(({ number, segment, hasEntered, at, by, condition }): EventRow[] => {
    if (!people.has(number)) return [];
    const properties = new Map([
      ['segmentId', segment.id],
      ['segment', segment.name],
      ['cause', by],
    ]);
    if (condition) {
      properties.set('condition', describeCondition({ ...condition, not: false }, names));
    }
    return [
      {
        number,
        source: 'app',
        name: hasEntered ? moveEventNames.entered : moveEventNames.left,
        timestamp: at,
        messageId: newId(),
        properties,
      },
    ];
  });
  if (events.length === 0) return;
  await tx.insertEvents(project, events);
  await tx.appendChanges([{ type: 'events', project, events }]);
}
