import { describe, expect, it } from 'vitest';
import { mergeProfiles } from '../../src/modules/profiles/merge-profiles.ts';
import { createProfile, setAttributes } from '../../src/modules/profiles/profile-changes.ts';
import type { ProfileDocument } from '../../src/modules/profiles/profile-document.ts';

const anonymous = createProfile(7, { kind: 'anonymous', id: 'anon' }, 100);
const identified = createProfile(3, { kind: 'user', id: 'ada' }, 200);

function merge(from: Partial<ProfileDocument>, into: Partial<ProfileDocument>): ProfileDocument {
  return mergeProfiles({ ...anonymous, ...from }, { ...identified, ...into });
}

const stamped = (value: string | null, at: number, source = 'SDK') => ({ value, source, at });

describe('mergeProfiles', () => {
  it('keeps number and id of the identified user', () => {
    const merged = merge({}, {});
    expect(merged).toMatchObject({ number: 3, userId: 'ada', created: 100 });
    expect(merged).not.toHaveProperty('anonymousId');
  });

  const cases: [
    string,
    ReturnType<typeof stamped> | undefined,
    ReturnType<typeof stamped> | undefined,
    ReturnType<typeof stamped> | undefined,
  ][] = [
    ['moves where there is none', stamped('a', 1), undefined, stamped('a', 1)],
    ['stays out where there is one', stamped('a', 1), stamped('b', 2), stamped('b', 2)],
    ['stays out though it is later', stamped('a', 9), stamped('b', 2), stamped('b', 2)],
    ['stays out where the one is empty', stamped('a', 9), stamped('', 2), stamped('', 2)],
    [
      'stays out when it is older than a removal',
      stamped('a', 1),
      stamped(null, 2),
      stamped(null, 2),
    ],
    ['moves when it is later than a removal', stamped('a', 3), stamped(null, 2), stamped('a', 3)],
    [
      'removal: stays out where there is a value',
      stamped(null, 9),
      stamped('b', 2),
      stamped('b', 2),
    ],
    ['removal: moves where there is none', stamped(null, 9), undefined, stamped(null, 9)],
    ['nothing: the value stays', undefined, stamped('b', 2), stamped('b', 2)],
  ];
  it.each(cases)('an anonymous value %s', (_, from, into, expected) => {
    const mapOf = (value: typeof from) => new Map(value ? [['k', value]] : []);
    const merged = merge(
      { attributes: mapOf(from), traits: mapOf(from), ...(from && { email: from }) },
      { attributes: mapOf(into), traits: mapOf(into), ...(into && { email: into }) },
    );
    expect(merged.attributes.get('k')).toEqual(expected);
    expect(merged.traits.get('k')).toEqual(expected);
    expect(merged.email).toEqual(expected);
  });

  it('leaves behind what exceeds the limit of keys', () => {
    const keys = (prefix: string, count: number) =>
      new Map(Array.from({ length: count }, (_, i) => [`${prefix}${i}`, i]));
    const stamp = { source: 'SDK', at: 1 };
    const merged = mergeProfiles(
      setAttributes(anonymous, keys('a', 10), stamp).document,
      setAttributes(identified, keys('i', 995), stamp).document,
    );
    expect(merged.attributes.size).toBe(1000);
    expect(merged.attributes.has('a4')).toBe(true);
    expect(merged.attributes.has('a5')).toBe(false);
  });

  const activity: [Partial<ProfileDocument>, Partial<ProfileDocument>, Partial<ProfileDocument>][] =
    [
      [
        { firstSeen: 1, lastActivity: 5 },
        { firstSeen: 2, lastActivity: 4 },
        { firstSeen: 1, lastActivity: 5 },
      ],
      [
        { firstSeen: 3, lastActivity: 3 },
        { firstSeen: 2, lastActivity: 4 },
        { firstSeen: 2, lastActivity: 4 },
      ],
      [{ firstSeen: 3, lastActivity: 4 }, {}, { firstSeen: 3, lastActivity: 4 }],
      [{}, { firstSeen: 3, lastActivity: 4 }, { firstSeen: 3, lastActivity: 4 }],
    ];
  it.each(activity)(
    'takes the earlier first seen and the later last activity',
    (from, into, expected) => {
      expect(merge(from, into)).toMatchObject(expected);
    },
  );

  it('invents no activity', () => {
    const merged = merge({}, {});
    expect(merged).not.toHaveProperty('firstSeen');
    expect(merged).not.toHaveProperty('lastActivity');
  });

  it('adds sessions, unites tags and imports', () => {
    const merged = merge(
      { sessions: 2, tags: ['vip', 'beta'], imports: ['i1'] },
      { sessions: 3, tags: ['beta', 'de'], imports: ['i2', 'i1'] },
    );
    expect(merged.sessions).toBe(5);
    expect(merged.tags).toEqual(['beta', 'de', 'vip']);
    expect(merged.imports).toEqual(['i2', 'i1']);
  });

  it('keeps the latest interaction and answer', () => {
    const merged = merge(
      {
        interactions: new Map([
          ['tour', { seen: 5 }],
          ['only', { completed: 1 }],
        ]),
        answers: new Map([
          ['q1', { value: 9, at: 5 }],
          ['q2', { value: 'anon', at: 5 }],
        ]),
      },
      {
        interactions: new Map([['tour', { seen: 4, completed: 6 }]]),
        answers: new Map([
          ['q1', { value: 3, at: 4 }],
          ['q2', { value: 'user', at: 5 }],
        ]),
      },
    );
    expect(merged.interactions.get('tour')).toEqual({ seen: 5, completed: 6 });
    expect(merged.interactions.get('only')).toEqual({ completed: 1 });
    expect(merged.answers.get('q1')).toEqual({ value: 9, at: 5 });
    expect(merged.answers.get('q2')).toEqual({ value: 'user', at: 5 });
  });

  it('changes neither of the two', () => {
    const from = { ...anonymous, tags: ['a'], attributes: new Map([['k', stamped('a', 1)]]) };
    const into = { ...identified, tags: ['b'] };
    const before = structuredClone({ from, into });
    mergeProfiles(from, into);
    expect({ from, into }).toEqual(before);
  });
});
