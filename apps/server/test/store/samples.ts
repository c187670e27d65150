import type { Value } from '@muster/conditions';
import type { ProfileDocument } from '../../src/modules/profiles/profile-document.ts';
import type { ExperienceRow } from '../../src/store/experiences.ts';
import type { ImportRow, ImportSettings } from '../../src/store/import-rows.ts';
import type { EventRow, Project, Store, WriteTransaction } from '../../src/store/store.ts';
import type { TrackedEventRow } from '../../src/store/tracked-events.ts';

export const noon = Date.UTC(2025, 2, 30, 12);

/** A project and its number. */
export async function addProject(store: Store, id = 'shop'): Promise<Project> {
  return store.write((tx) =>
    tx.insertProject({ id, name: 'Shop', timeZone: 'Europe/Paris', createdAt: noon }),
  );
}

export function makeProfile(number: number, given: Partial<ProfileDocument> = {}): ProfileDocument {
  return {
    number,
    created: noon,
    sessions: 0,
    tags: [],
    attributes: new Map(),
    traits: new Map(),
    interactions: new Map(),
    answers: new Map(),
    imports: [],
    ...given,
  };
}

/** A profile with every field set. */
export function makeFullProfile(number: number): ProfileDocument {
  const stamp = { source: 'API', at: noon };
  const other = { source: 'CSV: people.csv', at: noon + 1 };
  return {
    number,
    userId: 'ada',
    anonymousId: 'browser-1',
    name: { value: 'Ada', ...stamp },
    email: { value: null, ...other },
    language: { value: 'fr', ...stamp },
    firstSeen: noon - 5,
    lastActivity: noon + 5,
    created: noon,
    sessions: 3,
    tags: ['vip', 'émile'],
    attributes: new Map<string, { value: Value | null; source: string; at: number }>([
      ['plan', { value: 'pro', ...stamp }],
      ['seats', { value: 12.5, ...other }],
      ['trial', { value: false, ...stamp }],
      ['cities', { value: ['Paris', 'Lyon'], ...stamp }],
      ['gone', { value: null, ...other }],
      ['empty', { value: '', ...stamp }],
      ['none', { value: [], ...stamp }],
    ]),
    traits: new Map([['company', { value: 'Analytical', ...other }]]),
    interactions: new Map([
      ['tour', { seen: noon, completed: noon + 1 }],
      ['poll', { seen: noon }],
      ['bare', {}],
    ]),
    answers: new Map<string, { value: Value; at: number }>([
      ['poll/1', { value: 'yes', at: noon }],
      ['poll/2', { value: [1, 2], at: noon }],
    ]),
    imports: ['import-1'],
  };
}

export function makeEvent(number: number, given: Partial<EventRow> = {}): EventRow {
  return {
    number,
    source: 'api',
    name: 'purchase',
    timestamp: noon,
    messageId: `message-${number}`,
    properties: new Map(),
    ...given,
  };
}

/** Adds a user with an id and a document, and returns the number. */
export async function addUser(
  tx: WriteTransaction,
  project: number,
  userId: string,
): Promise<number> {
  const number = await tx.allocateNumbers(project, 1);
  await tx.putIdentities(project, [{ identity: { kind: 'user', id: userId }, number }]);
  await tx.putProfiles(project, [makeProfile(number, { userId })]);
  return number;
}

/** Every event of a project, read batch by batch. */
export async function readAllEvents(
  store: Store,
  project: number,
  limit = 100,
): Promise<EventRow[]> {
  return store.read(async (tx) => {
    const all: EventRow[] = [];
    for (;;) {
      const batch = await tx.scanEvents(project, all.at(-1), limit);
      if (batch.length === 0) return all;
      all.push(...batch);
    }
  });
}

/** A draft of a survey with one question, for everyone. */
export function makeExperience(given: Partial<ExperienceRow> = {}): ExperienceRow {
  return {
    id: 'poll',
    project: 1,
    type: 'survey',
    name: 'Poll',
    status: 'draft',
    steps: [
      {
        id: 'nps',
        title: 'How likely is it?',
        body: '',
        buttons: [],
        question: { kind: 'nps', required: true },
      },
    ],
    theme: {
      accent: '#4f46e5',
      background: null,
      text: null,
      radius: 12,
      position: 'bottom-right',
      mode: 'auto',
    },
    target: {
      showOn: { type: 'open', delaySeconds: 0 },
      where: { devices: ['desktop', 'tablet', 'mobile'], match: 'any', urls: [] },
      who: { type: 'everyone' },
      when: {
        start: null,
        end: null,
        repeat: { type: 'once' },
        priority: 50,
        ignoresRateLimit: false,
      },
    },
    version: 1,
    createdAt: noon,
    createdBy: 'ada',
    updatedAt: noon,
    updatedBy: 'ada',
    ...given,
  };
}

/** A no-code event that is not live. */
export const exported: TrackedEventRow = {
  id: 'exported',
  project: 1,
  version: 1,
  name: 'Export “clicked” \u0000',
  codeName: 'export_clicked',
  description: 'é\n',
  status: 'draft',
  match: 'all',
  conditions: [
    { type: 'clicked', selector: '[data-x="\\""]' },
    { type: 'url', match: 'any', urls: [{ operator: 'is', not: false, value: '/a' }] },
  ],
  createdAt: noon,
  createdBy: 'ada',
  updatedAt: noon,
  updatedBy: 'ada',
};

/** An import that was not begun. */
export const draftImport: Omit<ImportRow, 'number'> = {
  project: 1,
  id: 'an-import',
  status: 'draft',
  name: 'people.csv',
  description: 'With a \u0000 in it',
  fileName: 'people.csv',
  fileBytes: 12,
  contentHash: 'ab',
  totalRows: 3,
  createdAt: noon,
  createdBy: 'Ada',
};

const format = { encoding: 'utf-8', delimiter: ',', quote: '"' } as const;
/** What was chosen for it. */
export const importSettings: ImportSettings = {
  detected: format,
  format,
  columns: [{ name: 'id', samples: ['1'], kind: 'number', filled: 3 }],
  warnings: [],
  identifier: { column: 0, matches: 'id' },
  targets: [{ type: 'skip' }],
  options: { createUsers: true, updateUsers: true, blanks: 'keep', segment: null },
};
