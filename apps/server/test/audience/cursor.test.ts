import type { Group } from '@muster/conditions';
import { describe, expect, test } from 'vitest';
import {
  type Cursor,
  decodeCursor,
  encodeCursor,
  fingerprintQuestion,
} from '../../src/modules/audience/cursor.ts';
import { createSnapshots } from '../../src/modules/audience/snapshots.ts';

const everybody: Group = { type: 'group', match: 'all', children: [] };
const anybody: Group = { ...everybody, match: 'any' };
const question = fingerprintQuestion(1, everybody, undefined);

describe('A cursor', () => {
  test('comes back as it was', () => {
    const cursors: Cursor[] = [
      { question, now: 5, count: 7, by: 'number', after: 3, upTo: 9 },
      { question, now: -5, count: 0, by: 'snapshot', id: 'x', offset: 100 },
    ];
    for (const cursor of cursors) {
      expect(decodeCursor(encodeCursor(cursor), question)).toEqual(cursor);
    }
  });

  test('belongs to one project, one tree and one sort', () => {
    const others = [
      fingerprintQuestion(2, everybody, undefined),
      fingerprintQuestion(1, anybody, undefined),
      fingerprintQuestion(1, everybody, 'name'),
    ];
    expect(new Set([question, ...others]).size).toBe(4);
    const cursor = encodeCursor({ question, now: 5, count: 7, by: 'number', after: 3, upTo: 9 });
    for (const other of others) {
      expect(() => decodeCursor(cursor, other)).toThrow(
        expect.objectContaining({ status: 422, code: 'cursor_mismatch' }),
      );
    }
  });

  const encode = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64url');
  const base = { version: 1, question, now: 1, count: 1 };
  test.each([
    '',
    'nonsense',
    encode(null),
    encode([]),
    encode({ ...base, by: 'number' }),
    encode({ ...base, by: 'number', after: -1, upTo: 9 }),
    encode({ ...base, by: 'number', after: 1 }),
    encode({ ...base, by: 'number', after: 1, upTo: 2 ** 32 }),
    encode({ ...base, by: 'number', after: 1.5, upTo: 9 }),
    encode({ ...base, by: 'number', after: '1', upTo: 9 }),
    encode({ ...base, by: 'snapshot', id: 1, offset: 0 }),
    encode({ ...base, by: 'snapshot', id: 'x', offset: -1 }),
    encode({ ...base, now: 'x', by: 'number', after: 1, upTo: 9 }),
    encode({ ...base, now: 9e15, by: 'number', after: 1, upTo: 9 }),
    encode({ ...base, now: -9e15, by: 'number', after: 1, upTo: 9 }),
    encode({ ...base, now: Date.UTC(10_000, 0, 1), by: 'number', after: 1, upTo: 9 }),
    encode({ ...base, count: -1, by: 'number', after: 1, upTo: 9 }),
    encode({ ...base, version: 2, by: 'number', after: 1, upTo: 9 }),
  ])('that nobody made is refused: %s', (text) => {
    expect(() => decodeCursor(text, question)).toThrow(
      expect.objectContaining({ status: 422, code: 'invalid_cursor' }),
    );
  });
});

describe('Snapshots', () => {
  function create(maxNumbers = 10) {
    const clock = { now: 0 };
    let ids = 0;
    const newId = () => `s${++ids}`;
    const limits = { keepForMs: 100, maxNumbers };
    return { clock, snapshots: createSnapshots(() => clock.now, newId, limits) };
  }
  const expired = expect.objectContaining({ status: 410, code: 'cursor_expired' });

  test('are held for their question, as long as they are used', () => {
    const { clock, snapshots } = create();
    const id = snapshots.keep('q', Uint32Array.of(3, 1, 2));
    expect(() => snapshots.get(id, 'other')).toThrow(expired);
    expect(() => snapshots.get('none', 'q')).toThrow(expired);
    clock.now = 99;
    expect([...snapshots.get(id, 'q')]).toEqual([3, 1, 2]);
    clock.now = 198;
    expect([...snapshots.get(id, 'q')]).toEqual([3, 1, 2]);
    clock.now = 298;
    expect(() => snapshots.get(id, 'q')).toThrow(expired);
  });

  test('make room, the longest unused first', () => {
    const { snapshots } = create();
    const first = snapshots.keep('q', new Uint32Array(4));
    const second = snapshots.keep('q', new Uint32Array(4));
    snapshots.get(first, 'q');
    const third = snapshots.keep('q', new Uint32Array(4));
    expect(() => snapshots.get(second, 'q')).toThrow(expired);
    expect(snapshots.get(first, 'q')).toHaveLength(4);
    expect(snapshots.get(third, 'q')).toHaveLength(4);
  });

  test('of any size are held, if alone', () => {
    const { snapshots } = create();
    const small = snapshots.keep('q', new Uint32Array(4));
    const large = snapshots.keep('q', new Uint32Array(400));
    expect(() => snapshots.get(small, 'q')).toThrow(expired);
    expect(snapshots.get(large, 'q')).toHaveLength(400);
  });
});
