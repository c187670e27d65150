import {
  findNativeField,
  type Kind,
  nativeFields,
  subjectColumns,
  untagScalar,
} from '@muster/conditions';
import type { CatalogBody, CatalogKeyBody, CatalogValuesBody } from '@muster/protocol';
import { HttpProblem } from '../../http/problem.ts';
import type { Project, Store } from '../../store/store.ts';
import type { IndexQuestions } from '../audience/ask-index.ts';
import { toCatalogExperiences } from './catalog-experiences.ts';
import {
  type CatalogRows,
  type CountedColumn,
  fromEvents,
  fromNewestEvents,
  fromUsers,
  selectEvents,
  selectKindCounts,
  selectPaths,
  selectSamples,
  selectValues,
} from './catalog-sql.ts';
import { compareKeys, type ObservedKey, readObservedKeys, toKeyBody } from './observed-keys.ts';
import { createMemory } from './remember.ts';

/** What there is data of, for who builds conditions. */
export interface CatalogService {
  /** What there is data of is remembered for a while; everything else is asked each time. */
  read(project: Project): Promise<CatalogBody>;
  /** Throws a 422 for a native field that does not exist. */
  values(project: Project, wish: KeyWish & ValueWish): Promise<CatalogValuesBody>;
  properties(project: Project, wish: EventWish): Promise<Properties>;
  propertyValues(project: Project, wish: EventWish & ValueWish): Promise<CatalogValuesBody>;
}

/** What the data says. */
type Observed = Omit<CatalogBody, 'experiences'>;

interface KeyWish {
  source: 'native' | 'custom' | 'trait';
  key: string;
  signal: AbortSignal;
}

interface EventWish {
  source: string;
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
  properties: (CatalogKeyBody & { samples: (string | number | boolean)[] })[];
}

interface Parts {
  store: Store;
  questions: IndexQuestions;
  now: () => number;
}

/** Keys that one statement counts; and events, and properties, that are listed at all. */
const maxKeys = 1_000;
const keysAtOnce = 100;
const maxEvents = 2_000;
const maxProperties = 200;
/** Occurrences of an event that are looked at for its properties. */
const maxOccurrences = 200_000;
const maxSamples = 5;
const valueKinds: readonly Kind[] = ['string', 'number', 'boolean', 'list'];

export function createCatalogService({ store, questions, now }: Parts): CatalogService {
  const memory = createMemory<Observed>(now);

  interface Asking {
    project: number;
    signal: AbortSignal;
  }

  /** How often each kind of each key is there, a hundred keys a question. */
  async function countKinds(counted: readonly CountedColumn[], rows: CatalogRows, asking: Asking) {
    const counts: number[] = [];
    for (let start = 0; start < counted.length; start += keysAtOnce) {
      const some = counted.slice(start, start + keysAtOnce);
      const [row] = await questions.ask<Record<string, string>>(
        selectKindCounts(some, rows),
        asking,
      );
      counts.push(...some.map((_, i) => Number(row?.[`c${i}`] ?? 0)));
    }
    return counts;
  }

  async function countKeys(
    keys: readonly (ObservedKey & { columns: CountedColumn['columns'] })[],
    rows: CatalogRows,
    asking: Asking,
  ): Promise<(CatalogKeyBody | undefined)[]> {
    const counted = keys.flatMap(({ columns, kinds }) => kinds.map((kind) => ({ columns, kind })));
    const counts = (await countKinds(counted, rows, asking)).values();
    return keys.map(({ key, kinds }) =>
      toKeyBody(
        key,
        kinds.map((kind) => ({ kind, count: counts.next().value ?? 0 })),
      ),
    );
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
    const bodies = await countKeys(keys, rows, asking);
    const found = bodies.filter((body) => body !== undefined).sort(compareKeys);
    return { users: Number(row?.count ?? 0), keys: found };
  }

  async function readNative(asking: Asking): Promise<CatalogKeyBody[]> {
    const keys = nativeFields.map(({ key, kind }) => ({
      key,
      kinds: [kind],
      columns: subjectColumns({ type: 'attribute', source: 'native', key }),
    }));
    const bodies = await countKeys(keys, fromUsers(asking.project), asking);
    return keys.map(({ key, kinds }, i) => {
      const [kind = 'string'] = kinds;
      return bodies[i] ?? { key, count: 0, kinds: [{ kind, count: 0 }] };
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

  async function readValues(
    { prefix, limit }: ValueWish,
    columns: CountedColumn['columns'],
    kinds: readonly Kind[],
    rows: CatalogRows,
    asking: Asking,
  ): Promise<CatalogValuesBody> {
    const statement = selectValues({ columns, kinds, prefix, limit: limit + 1 }, rows);
    const found = await questions.ask<ValueRow>(statement, asking);
    const values = found.slice(0, limit).map(({ kind, value, count }) => ({
      value: readText(kind, value),
      count: Number(count),
    }));
    return { values, more: found.length > limit };
  }

  return {
    async read({ number }) {
      // Whoever began the work may go while others wait for it: it is not theirs to stop.
      const work = () => readCatalog(number, new AbortController().signal);
      const observed = await memory.ask(String(number), work);
      const experiences = await store.read((tx) => tx.experiences(number));
      return { ...observed, experiences: toCatalogExperiences(experiences) };
    },

    async values({ number: project }, { source, key, signal, ...wish }) {
      const field = source === 'native' ? findNativeField(key) : undefined;
      if (source === 'native' && field === undefined) throw refuseField(key);
      const kinds =
        field === undefined ? valueKinds : valueKinds.filter((kind) => kind === field.kind);
      if (kinds.length === 0) return { values: [], more: false };
      const columns = subjectColumns({ type: 'attribute', source, key });
      const asking = { project, signal };
      return readValues({ key, ...wish }, columns, kinds, fromUsers(project), asking);
    },

    async properties({ number: project }, { source, name, signal }) {
      const asking = { project, signal };
      const rows = fromNewestEvents(project, source, name, maxOccurrences);
      const [row] = await questions.ask<PathsRow>(selectPaths('properties', rows), asking);
      const keys = readObservedKeys(row?.paths ?? {})
        .slice(0, maxProperties)
        .map((each) => ({ ...each, columns: columnsOf(each.key) }));
      if (keys.length === 0) return { count: Number(row?.count ?? 0), properties: [] };
      const bodies = await countKeys(keys, rows, asking);
      const sampled = keys.map(({ columns, kinds: [kind = 'string'] }) => ({ columns, kind }));
      const [samples] = await questions.ask<Record<string, string[]>>(
        selectSamples(sampled, rows),
        asking,
      );
      const properties = bodies.flatMap((body, i) => {
        if (body === undefined) return [];
        const kind = sampled[i]?.kind ?? 'string';
        const texts = samples?.[`s${i}`] ?? [];
        return { ...body, samples: texts.slice(0, maxSamples).map((text) => readText(kind, text)) };
      });
      return { count: Number(row?.count ?? 0), properties: properties.sort(compareKeys) };
    },

    propertyValues({ number: project }, { source, name, signal, ...wish }) {
      const rows = fromEvents(project, source, name);
      return readValues(wish, columnsOf(wish.key), valueKinds, rows, { project, signal });
    },
  };
}

function columnsOf(key: string) {
  return subjectColumns({ type: 'property', key });
}

interface ReadKeys {
  /** How many users there are. */
  users: number;
  keys: CatalogKeyBody[];
}

interface PathsRow {
  count: string;
  paths: Record<string, string[]>;
}

interface EventRow {
  source: CatalogBody['events'][number]['source'];
  name: string;
  count: string;
  last: string;
}

interface ValueRow {
  kind: Kind;
  value: string;
  count: string;
}

/** A value that came as text. */
function readText(kind: Kind, text: string): string | number | boolean {
  switch (kind) {
    case 'number':
      return Number(text);
    case 'boolean':
      return text === 'true';
    case 'list':
      return untagScalar(text);
    default:
      return text;
  }
}

function refuseField(key: string): HttpProblem {
  const message = `There is no native field ${JSON.stringify(key)}.`;
  return new HttpProblem(422, 'invalid_request', message, {
    errors: [{ path: 'key', message, code: 'unknown_field' }],
  });
}
