import type { Value } from '@muster/conditions';
import { describe, expect, it } from 'vitest';
import {
  createProfile,
  maxTombstones,
  setAttributes,
  setNative,
  setTraits,
  touchActivity,
} from '../../src/modules/profiles/profile-changes.ts';
import type { ProfileDocument } from '../../src/modules/profiles/profile-document.ts';
import { toProfile } from '../../src/modules/profiles/to-profile.ts';

const fresh = createProfile(1, { kind: 'user', id: 'ada' }, 1000);

function set(document: ProfileDocument, at: number, values: Record<string, Value | null>) {
  return setAttributes(document, new Map(Object.entries(values)), { source: `s${at}`, at });
}

describe('setAttributes', () => {
  const writes: [string, [number, Value | null][], Value | undefined][] = [
    [
      'the later of two writes',
      [
        [1, 'a'],
        [2, 'b'],
      ],
      'b',
    ],
    [
      'the later of two, though it arrived first',
      [
        [2, 'b'],
        [1, 'a'],
      ],
      'b',
    ],
    [
      'of two at one instant, the later arrival',
      [
        [1, 'a'],
        [1, 'b'],
      ],
      'b',
    ],
    [
      'a removal',
      [
        [1, 'a'],
        [2, null],
      ],
      undefined,
    ],
    [
      'a removal over an older write that comes late',
      [
        [2, null],
        [1, 'a'],
      ],
      undefined,
    ],
    [
      'a write over an older removal',
      [
        [1, null],
        [2, 'a'],
      ],
      'a',
    ],
    [
      'a write at the instant of a removal, when it arrives later',
      [
        [1, null],
        [1, 'a'],
      ],
      'a',
    ],
    [
      'the empty string',
      [
        [1, 'a'],
        [2, ''],
      ],
      '',
    ],
    [
      'another type',
      [
        [1, 'a'],
        [2, ['x', 1, true]],
      ],
      ['x', 1, true],
    ],
  ];
  it.each(writes)('keeps %s', (_, history, expected) => {
    const document = history.reduce(
      (before, [at, value]) => set(before, at, { k: value }).document,
      fresh,
    );
    expect(toProfile(document).attributes.get('k')).toEqual(expected);
  });

  it('keeps who wrote, and when', () => {
    const { document } = set(set(fresh, 5, { k: 'b' }).document, 4, { k: 'a', other: 1 });
    expect(document.attributes.get('k')).toEqual({ value: 'b', source: 's5', at: 5 });
    expect(document.attributes.get('other')).toEqual({ value: 1, source: 's4', at: 4 });
  });

  it('returns the same document when every write loses, and never changes the one given', () => {
    const before = set(fresh, 5, { k: 'b' }).document;
    expect(set(before, 4, { k: 'a' }).document).toBe(before);
    const copy = structuredClone(before);
    set(before, 6, { k: 'c', more: 1 });
    expect(before).toEqual(copy);
  });

  it('takes `__proto__`, `constructor` and keys of punctuation like any other', () => {
    const keys = [
      '__proto__',
      'constructor',
      'toString',
      'a.b',
      '"',
      '`',
      '%',
      "'; DROP TABLE users",
    ];
    const changes = new Map(keys.map((key) => [key, key]));
    const { document, refused } = setAttributes(fresh, changes, { source: 'API', at: 1 });
    expect(refused).toEqual([]);
    expect([...toProfile(document).attributes]).toEqual([...changes]);
    expect(Object.prototype).not.toHaveProperty('a.b');
  });
});

describe('the limit of keys', () => {
  const many = (from: number, until: number) =>
    Object.fromEntries(Array.from({ length: until - from }, (_, i) => [`k${from + i}`, i]));
  const full = set(fresh, 1, many(0, 1000)).document;

  it('keeps the first 1,000 of 2,000 keys and refuses each of the others by name', () => {
    const { document, refused } = set(fresh, 1, many(0, 2000));
    expect([...document.attributes.keys()]).toEqual(Object.keys(many(0, 1000)));
    expect(refused.map(({ key }) => key)).toEqual(Object.keys(many(1000, 2000)));
    expect(refused.every(({ code }) => code === 'too_many_keys')).toBe(true);
  });

  it('still takes new values of keys that are there', () => {
    const { document, refused } = set(full, 2, { k7: 'new' });
    expect(refused).toEqual([]);
    expect(document.attributes.get('k7')?.value).toBe('new');
  });

  it('has room again when a key is removed, in the same write too', () => {
    const { document, refused } = set(full, 2, { k0: null, fresh: 1, another: 1 });
    expect(refused.map(({ key }) => key)).toEqual(['another']);
    const { attributes } = toProfile(document);
    expect([attributes.has('k0'), attributes.has('fresh'), attributes.size]).toEqual([
      false,
      true,
      1000,
    ]);
  });

  it('returns the same document when it refuses everything', () => {
    expect(set(full, 2, { another: 1 }).document).toBe(full);
  });

  it('counts traits on their own', () => {
    const { document, refused } = setTraits(full, new Map([['t', 1]]), {
      source: 'Segment',
      at: 2,
    });
    expect(refused).toEqual([]);
    expect(toProfile(document).traits.get('t')).toBe(1);
  });

  it('forgets the oldest removals, so that invented keys cannot fill a profile', () => {
    let document = full;
    for (let at = 2; at < 2 + maxTombstones + 5; at += 1) {
      document = set(document, at, { [`gone${at}`]: null }).document;
    }
    const gone = [...document.attributes].filter(([, { value }]) => value === null);
    expect(gone).toHaveLength(maxTombstones);
    expect(gone.map(([key]) => key)).not.toContain('gone6');
    expect(gone.map(([key]) => key)).toContain('gone7');
    expect(toProfile(document).attributes.size).toBe(1000);
  });
});

describe('setNative', () => {
  it('takes each field by the latest writer, and removes', () => {
    const named = setNative(fresh, { name: 'Ada', email: 'a@x.org' }, { source: 'API', at: 5 });
    const later = setNative(named, { name: null, email: 'old@x.org' }, { source: 'API', at: 5 });
    const late = setNative(
      later,
      { name: 'Older', email: 'older@x.org' },
      { source: 'API', at: 4 },
    );
    expect(late).toBe(later);
    const { native } = toProfile(late);
    expect(native.email).toBe('old@x.org');
    expect(native).not.toHaveProperty('name');
  });
});

describe('touchActivity', () => {
  it('widens first seen and last activity, in any order', () => {
    const at = (...instants: number[]) => instants.reduce(touchActivity, fresh);
    expect(at(5, 3, 9, 4)).toMatchObject({ firstSeen: 3, lastActivity: 9 });
    expect(at(0)).toMatchObject({ firstSeen: 0, lastActivity: 0 });
    expect(at(-62_135_596_800_000, 1)).toMatchObject({ firstSeen: -62_135_596_800_000 });
    const seen = at(3, 9);
    expect(touchActivity(seen, 5)).toBe(seen);
  });
});
