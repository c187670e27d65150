import { answerKey, type Instant } from '@muster/conditions';
import { describe, expect, it } from 'vitest';
import { createEventLookup } from '../../src/modules/profiles/load-person.ts';
import { createProfile } from '../../src/modules/profiles/profile-changes.ts';
import type { ProfileDocument } from '../../src/modules/profiles/profile-document.ts';
import {
  addImport,
  addTags,
  markInteraction,
  recordAnswer,
  removeTags,
} from '../../src/modules/profiles/profile-history.ts';
import { toProfileView } from '../../src/modules/profiles/profile-view.ts';
import { toProfile } from '../../src/modules/profiles/to-profile.ts';
import type { EventRow } from '../../src/store/store.ts';

const bare = createProfile(1, { kind: 'anonymous', id: 'x' }, 0);

describe('toProfile', () => {
  it('gives conditions every part, without stamps and without what was removed', () => {
    const step = { experienceId: 'tour', stepId: 'nps' };
    let document: ProfileDocument = {
      ...createProfile(1, { kind: 'user', id: 'ada' }, 5),
      name: { value: null, source: 'API', at: 1 },
      email: { value: 'ada@x.org', source: 'API', at: 1 },
      firstSeen: 2,
      lastActivity: 3,
      sessions: 4,
      attributes: new Map([
        ['plan', { value: 'Pro', source: 'API', at: 1 }],
        ['gone', { value: null, source: 'API', at: 1 }],
      ]),
      traits: new Map([['size', { value: 7, source: 'Segment', at: 1 }]]),
    };
    document = addTags(document, ['a', 'b', 'a']);
    document = markInteraction(document, 'tour', 'seen', 1);
    document = markInteraction(document, 'banner', 'completed', 1);
    document = recordAnswer(document, step, 9, 1);
    document = addImport(addImport(document, 'i1'), 'i1');
    expect(toProfile(document)).toEqual({
      native: {
        id: 'ada',
        email: 'ada@x.org',
        firstSeen: 2,
        lastActivity: 3,
        created: 5,
        sessions: 4,
        tags: ['a', 'b'],
      },
      attributes: new Map([['plan', 'Pro']]),
      traits: new Map([['size', 7]]),
      seen: new Set(['tour']),
      completed: new Set(['banner']),
      answers: new Map([[answerKey('tour', 'nps'), 9]]),
      imports: new Set(['i1']),
    });
  });

  it('gives an anonymous user no id', () => {
    expect(toProfile(bare).native).toEqual({ created: 0, sessions: 0, tags: [] });
  });
});

describe('history', () => {
  it('keeps the latest, whatever arrives last', () => {
    const step = { experienceId: 'e', stepId: 's' };
    let document = recordAnswer(bare, step, 'new', 5);
    expect(recordAnswer(document, step, 'old', 4)).toBe(document);
    document = recordAnswer(document, step, 'same instant, later arrival', 5);
    document = markInteraction(markInteraction(document, 'e', 'seen', 5), 'e', 'seen', 4);
    document = markInteraction(document, 'e', 'completed', 6);
    expect(document.answers.get(answerKey('e', 's'))?.value).toBe('same instant, later arrival');
    expect(document.interactions.get('e')).toEqual({ firstSeen: 4, seen: 5, completed: 6 });
  });

  it('adds and removes tags, and says when nothing changed', () => {
    const tagged = addTags(bare, ['a', 'b']);
    expect(addTags(tagged, ['b'])).toBe(tagged);
    expect(removeTags(tagged, ['c'])).toBe(tagged);
    expect(removeTags(tagged, ['a']).tags).toEqual(['b']);
    expect(addImport(addImport(bare, 'i'), 'i').imports).toEqual(['i']);
  });
});

describe('toProfileView', () => {
  it('shows value, source and time, and leaves removed values out', () => {
    const view = toProfileView({
      ...createProfile(1, { kind: 'user', id: 'ada' }, 0),
      lastActivity: Date.UTC(2026, 2, 29),
      attributes: new Map([
        ['__proto__', { value: 'own', source: 'CSV: a.csv', at: 0 }],
        ['gone', { value: null, source: 'API', at: 1 }],
      ]),
    });
    expect(JSON.parse(JSON.stringify(view))).toEqual(
      JSON.parse(`{
        "id": "ada", "anonymousId": null, "name": null, "email": null, "language": null,
        "firstSeen": null, "lastActivity": "2026-03-29T00:00:00.000Z",
        "created": "1970-01-01T00:00:00.000Z", "sessions": 0, "tags": [],
        "attributes": {"__proto__": {"value": "own", "source": "CSV: a.csv", "updatedAt": "1970-01-01T00:00:00.000Z"}},
        "traits": {},
        "interactions": [], "answers": []
      }`),
    );
    expect(Object.keys(view.attributes)).toEqual(['__proto__']);
  });
});

describe('createEventLookup', () => {
  const row = (name: string, timestamp: Instant): EventRow => ({
    number: 1,
    source: 'api',
    name,
    timestamp,
    messageId: `${name}${timestamp}`,
    properties: new Map(),
  });
  const rows = [row('buy', 1), row('buy', 5), row('buy', 9), row('view', 5)];
  const lookup = createEventLookup(rows, [
    { source: 'api', name: 'buy', from: 1, until: 10 },
    { source: 'api', name: 'view' },
    { source: 'api', name: 'never' },
  ]);
  const find = (name: string, from?: Instant, until?: Instant) =>
    lookup.find('api', name, from, until).map(({ timestamp }) => timestamp);

  it('finds by name and half-open window', () => {
    expect(find('buy', 1, 10)).toEqual([1, 5, 9]);
    expect(find('buy', 1, 9)).toEqual([1, 5]);
    expect(find('buy', 2, 6)).toEqual([5]);
    expect(find('view')).toEqual([5]);
    expect(find('never')).toEqual([]);
  });

  it.each([
    ['an event that was not read', 'other', 1, 2],
    ['a window that begins before what was read', 'buy', 0, 10],
    ['a window that ends after it', 'buy', 1, 11],
    ['a window without ends', 'buy', undefined, undefined],
  ] as const)('throws for %s', (_, name, from, until) => {
    expect(() => find(name, from, until)).toThrow('were not read');
  });

  it('throws for another source', () => {
    expect(() => lookup.find('app', 'view', undefined, undefined)).toThrow('were not read');
  });
});
