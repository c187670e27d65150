import {
  type AttributeSource,
  type EventSource,
  findNativeField,
  nativeFields,
  subjectColumns,
} from '@muster/conditions';
import type { CatalogBody, CatalogKeyBody, CatalogValuesBody } from '@muster/protocol';
import type { Notices } from '../../peers/notices.ts';
import type { Project, Store } from '../../store/store.ts';
import type { IndexQuestions } from '../audience/ask-index.ts';
import { toCatalogExperiences } from './catalog-experiences.ts';
import { toCatalogImports } from './catalog-imports.ts';
import { fromEvents, fromUsers, selectEvents, selectPaths } from './catalog-sql.ts';
import { refuseField } from './catalog-writes.ts';
import { countKeys } from './count-keys.ts';
import { columnsOf, type PropertyCounts, readEventProperties } from './event-properties.ts';
import { createFindNote } from './notes.ts';
import { compareKeys, type KeyCounts, type PathsRow, readObservedKeys } from './observed-keys.ts';
import { readValues, valueKinds } from './read-values.ts';
import { createMemory } from './remember.ts';

/** What there is data of, for who builds conditions. */
export interface CatalogService {
  /** What there is data of is remembered for a while; everything else is asked each time. */
  read(project: Project): Promise<CatalogBody>;
  /** What is remembered is out of date: whoever changed it should see that. */
  forget(project: Project): void;
  /** Throws a 422 for a native field that does not exist. */
  values(project: Project, wish: KeyWish & ValueWish): Promise<CatalogValuesBody>;
  properties(project: Project, wish: EventWish): Promise<Properties>;
  propertyValues(project: Project, wish: EventWish & ValueWish): Promise<CatalogValuesBody>;
}

/** What the data says. */
interface Observed extends Pick<CatalogBody, 'users' | 'at'> {
  native: KeyCounts[];
  attributes: KeyCounts[];
  traits: KeyCounts[];
  events: Omit<CatalogBody['events'][number], 'hidden' | 'description'>[];
}

interface KeyWish {
  source: 'native' | 'custom' | 'trait';
  key: string;
  signal: AbortSignal;
}

interface EventWish {
  source: EventSource;
  name: string;
  signal: AbortSignal;
}

interface ValueWish {
  key: string;
  prefix: string;
  limit: number;
}

interface Properties {
  count: number;
  properties: (PropertyCounts & Pick<CatalogKeyBody, 'hidden' | 'description'>)[];
}

interface Parts {
  store: Store;
  /** Other processes may have removed what is remembered here. */
  notices: Notices;
  questions: IndexQuestions;
  now: () => number;
}

/** Keys and events that are listed at all. */
const maxKeys = 1_000;
const maxEvents = 2_000;

export function createCatalogService({ store, notices, questions, now }: Parts): CatalogService {
  const memory = createMemory<Observed>(now);
  notices.hear('catalog', memory.forgetAll);

  interface Asking {
    project: number;
    signal: AbortSignal;
  }

  async function readKeys(source: 'custom' | 'trait', asking: Asking): Promise<ReadKeys> {
    const rows = fromUsers(asking.project);
    const column = source === 'custom' ? 'attributes' : 'traits';
    const [row] = await questions.ask<PathsRow>(selectPaths(column, rows), asking);
    const observed = readObservedKeys(row?.paths ?? {}).slice(0, maxKeys);
    const keys = observed.map((each) => ({
      ...each,
      columns: subjectColumns({ type: 'attribute', source, key: each.key }),
    }));
    const bodies = await countKeys(questions, keys, rows, asking);
    const found = bodies.filter((body) => body !== undefined).sort(compareKeys);
    return { users: Number(row?.count ?? 0), keys: found };
  }

  async function readNative(asking: Asking): Promise<KeyCounts[]> {
    const keys = nativeFields.map(({ key, kind }) => ({
      key,
      kinds: [kind],
      columns: subjectColumns({ type: 'attribute', source: 'native', key }),
    }));
    const bodies = await countKeys(questions, keys, fromUsers(asking.project), asking);
    return keys.map(({ key, kinds }, i) => {
      const [kind = 'string'] = kinds;
      return bodies[i] ?? { key, count: 0, kinds: [{ kind, count: 0 }], mixed: false };
    });
  }

  async function readCatalog(project: number, signal: AbortSignal): Promise<Observed> {
    const asking = { project, signal };
    const [native, attributes, traits, events] = await Promise.all([
      readNative(asking),
      readKeys('custom', asking),
      readKeys('trait', asking),
      questions.ask<EventRow>(selectEvents(project, maxEvents), asking),
    ]);
    return {
      users: attributes.users,
      native,
      attributes: attributes.keys,
      traits: traits.keys,
      events: events.map(({ source, name, count, last }) => ({
        source,
        name,
        count: Number(count),
        lastSeen: new Date(Number(last)).toISOString(),
      })),
      at: new Date(now()).toISOString(),
    };
  }

  return {
    async read({ number }) {
      // Whoever began the work may go while others wait for it: it is not theirs to stop.
      const work = () => readCatalog(number, new AbortController().signal);
      const observed = await memory.ask(String(number), work);
      const { experiences, imports, notes } = await store.read(async (tx) => ({
        experiences: await tx.experiences(number),
        imports: await tx.imports(number),
        notes: await tx.catalogNotes(number),
      }));
      const findNote = createFindNote(notes);
      const withNotes = (source: AttributeSource, keys: readonly KeyCounts[]) =>
        keys.map((each) => ({
          ...each,
          ...findNote({ type: 'attribute', source, key: each.key }),
        }));
      return {
        ...observed,
        native: withNotes('native', observed.native),
        attributes: withNotes('custom', observed.attributes),
        traits: withNotes('trait', observed.traits),
        events: observed.events.map((event) => {
          const { source, name } = event;
          return { ...event, ...findNote({ type: 'event', source, name }) };
        }),
        experiences: toCatalogExperiences(experiences),
        imports: toCatalogImports(imports),
      };
    },

    forget({ number }) {
      memory.forget(String(number));
      notices.tell('catalog');
    },

    async values({ number: project }, { source, key, signal, ...wish }) {
      const field = source === 'native' ? findNativeField(key) : undefined;
      if (source === 'native' && field === undefined) throw refuseField(key);
      const kinds =
        field === undefined ? valueKinds : valueKinds.filter((kind) => kind === field.kind);
      if (kinds.length === 0) return { values: [], more: false };
      const columns = subjectColumns({ type: 'attribute', source, key });
      const asking = { project, signal };
      return readValues(questions, { ...wish, columns, kinds }, fromUsers(project), asking);
    },

    async properties({ number: project }, { source, name, signal }) {
      const asking = { project, signal };
      const found = await readEventProperties(questions, { source, name }, asking);
      const findNote = createFindNote(await store.read((tx) => tx.catalogNotes(project)));
      const properties = found.properties.map((each) => ({
        ...each,
        ...findNote({ type: 'property', source, name, key: each.key }),
      }));
      return { count: found.count, properties };
    },

    propertyValues({ number: project }, { source, name, signal, ...wish }) {
      const rows = fromEvents(project, source, name);
      const values = { ...wish, columns: columnsOf(wish.key), kinds: valueKinds };
      return readValues(questions, values, rows, { project, signal });
    },
  };
}

interface ReadKeys {
  /** How many users there are. */
  users: number;
  keys: KeyCounts[];
}

interface EventRow {
  source: CatalogBody['events'][number]['source'];
  name: string;
  count: string;
  last: string;
}
