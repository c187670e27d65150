import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addEntry,
  isBarrier,
  removeThrough,
  restoreStream,
  takeBatch,
  writeEntries,
} from './stream.ts';
import type { WireCommand } from './wire.ts';

const id = 'streamstreamstreamstre';
const as = 'aaaaaaaaaaaaaaaaaaaaaa';

const commands = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc
        .string()
        .map((event): WireCommand => ({ type: 'track', event, properties: {} })),
    },
    { weight: 1, arbitrary: fc.constant<WireCommand>({ type: 'identify', userId: 'u' }) },
  ),
);

function fill(said: readonly WireCommand[]) {
  const stream = restoreStream(id, undefined);
  for (const command of said) addEntry(stream, as, 1, command);
  return stream;
}

describe('A stream', () => {
  it('is taken whole and in order by batches that keep the limits', () => {
    fc.assert(
      fc.property(
        commands,
        fc.integer({ min: 1, max: 600 }),
        fc.integer({ min: 1, max: 9 }),
        (said, bytes, count) => {
          const stream = fill(said);
          const taken: number[] = [];
          while (stream.entries.length > 0) {
            const batch = takeBatch(stream, { bytes, count });
            expect(batch.length).toBeGreaterThan(0);
            expect(batch.length).toBeLessThanOrEqual(count);
            const sum = batch.reduce((total, entry) => total + entry.bytes, 0);
            expect(batch.length === 1 || sum <= bytes).toBe(true);
            expect(batch.slice(0, -1).some(isBarrier)).toBe(false);
            taken.push(...removeThrough(stream, batch.at(-1)?.seq ?? 0).map(({ seq }) => seq));
          }
          expect(taken).toEqual(said.map((_, i) => i + 1));
        },
      ),
    );
  });

  it('passes barriers when the page goes', () => {
    const stream = fill([{ type: 'identify', userId: 'u' }, { type: 'session' }]);
    expect(takeBatch(stream, { bytes: 9999, count: 9, passesBarriers: true })).toHaveLength(2);
  });

  it('is the same again after it has been stored', () => {
    fc.assert(
      fc.property(commands, (said) => {
        const stream = fill(said);
        const restored = restoreStream(id, JSON.parse(writeEntries(stream.entries)));
        expect(restored).toEqual(stream);
      }),
    );
  });

  it('never measures less than it sends', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (names) => {
        const stream = fill(names.map((event) => ({ type: 'track', event, properties: {} })));
        const measured = stream.entries.reduce((total, entry) => total + entry.bytes, 0);
        const bytes = new TextEncoder().encode(writeEntries(stream.entries)).length;
        expect(measured).toBeGreaterThanOrEqual(bytes);
      }),
    );
  });

  it('takes from a storage that a hand has been at what is whole', () => {
    const whole = { seq: 3, at: 1, as, type: 'session' };
    const stored = [
      null,
      5,
      'x',
      {},
      { ...whole, as: 'short' },
      { ...whole, seq: -1 },
      { ...whole, at: 'now' },
      whole,
      whole,
    ];
    const stream = restoreStream(id, stored);
    expect(JSON.parse(writeEntries(stream.entries))).toEqual([{ ...whole }]);
    expect(stream.nextSeq).toBe(4);
    expect(restoreStream(id, 'x').entries).toEqual([]);
  });
});
