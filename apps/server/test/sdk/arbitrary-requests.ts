import fc from 'fast-check';
import { apiOrigin, type IngestItem } from '../../src/modules/ingest/ingest-item.ts';
import { RefusalLog } from '../../src/modules/ingest/refusal.ts';
import { validateItem } from '../../src/modules/ingest/validate-item.ts';
import { createBrowserClock } from '../../src/modules/sdk/browser-clock.ts';
import { readCommands } from '../../src/modules/sdk/read-commands.ts';
import { readRequest } from '../../src/modules/sdk/read-request.ts';
import type { Ids } from '../ingest/model-comparison.ts';
import type { ModelCommand, ModelItem, ModelRequest } from '../ingest/reference-model.ts';
import { makeId } from './open-sdk.ts';

// Pools so small that everything collides: two users, three browsers, two streams, few instants, one
// experience.

const start = Date.UTC(2026, 0, 1);
const browsers = ['a1', 'a2', 'a3'].map(makeId);
const streams = ['s1', 's2'].map(makeId);

/** The ids that the requests below are about. */
export const ids: Ids = { user: ['u1', 'u2'], anonymous: browsers };

const as = fc.constantFrom(...browsers);
const user = fc.constantFrom(...ids.user);
const at = fc.integer({ min: 0, max: 4 }).map((n) => start + n);
const arrivedAt = fc.integer({ min: 0, max: 2 }).map((n) => start + 100 + n);
const values = fc.dictionary(
  fc.constantFrom('k', 'l', '__proto__'),
  fc.constantFrom('x', 'y', 1, null),
  { maxKeys: 2 },
);

/** A command without its seq. */
const command: fc.Arbitrary<Omit<ModelCommand, 'seq'>> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant('identify' as const), as, at, userId: user }),
  },
  fc.record({
    type: fc.constant('session' as const),
    as,
    at: fc.oneof(
      at,
      at.map((earlier) => earlier - 30 * 60_000),
    ),
  }),
  fc.record({
    type: fc.constant('attributes' as const),
    as,
    at,
    values,
    removeUnspecified: fc.boolean(),
  }),
  fc.record({ type: fc.constant('track' as const), as, at, event: fc.constantFrom('e', 'f') }),
  fc.record({
    type: fc.constant('segmentTrack' as const),
    as,
    at,
    event: fc.constant('g'),
    messageId: fc.constantFrom('m1', 'm2', 'm3'),
  }),
  {
    weight: 3,
    arbitrary: fc
      .record({
        as,
        at,
        action: fc.constantFrom('seen', 'stepSeen', 'completed', 'dismissed', 'answered'),
        value: fc.integer({ min: 0, max: 10 }),
        show: fc.constantFrom('x', 'y'),
      })
      .map(({ value, ...report }) => ({
        ...report,
        type: 'experience' as const,
        ...{ experienceId: 'poll', stepId: 'nps' },
        ...(report.action === 'answered' && { value }),
      })),
  },
);

/** Any request: seqs with gaps, behind and ahead of what the stream has seen. */
export const request: fc.Arbitrary<ModelRequest> = fc
  .record({
    stream: fc.constantFrom(...streams),
    arrivedAt,
    from: fc.integer({ min: 1, max: 12 }),
    commands: fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), command), { maxLength: 6 }),
  })
  .map(({ from, commands, ...rest }) => {
    let seq = from;
    return {
      ...rest,
      commands: commands.map(([gap, one]) => {
        seq += 1 + gap;
        return { ...one, seq };
      }),
    };
  });

/** What servers send meanwhile of the same users and browsers. */
export const item: fc.Arbitrary<ModelItem> = fc.record({
  type: fc.constant('identify' as const),
  userId: user,
  anonymousId: fc.option(as, { nil: undefined }),
  traits: values,
  timestamp: at,
  arrivedAt,
  isActivity: fc.constant(true),
  source: fc.constant('API'),
});

/** The items of a request as the server reads it; throws when it refuses anything of it. */
export function toCommandItems({ stream, arrivedAt: now, commands }: ModelRequest): IngestItem[] {
  const body = { stream, sentAt: now, commands };
  const log = new RefusalLog();
  const context = {
    stream,
    clock: createBrowserClock(now, now),
    timeZone: 'UTC',
    secrets: undefined,
  };
  const { items } = readCommands(readRequest(body).commands, context, log);
  const refused = log.toEntries();
  if (refused.length > 0) throw new Error(JSON.stringify(refused));
  return items;
}

/** The item of a server as ingestion reads it. */
export function toItem({
  arrivedAt: now,
  isActivity: _,
  source: __,
  ...raw
}: ModelItem): IngestItem {
  const arrival = { origin: apiOrigin, arrivedAt: now, timeZone: 'UTC', newId: () => 'unused' };
  const read = validateItem(raw, arrival, ({ message }) => {
    throw new Error(message);
  });
  if (read === undefined) throw new Error('The history has an invalid item');
  return read;
}
