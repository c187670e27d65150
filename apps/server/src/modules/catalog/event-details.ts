import type { EventSource } from '@muster/conditions';
import type { EventDetailBody, EventVolumesBody, OccurrenceBody } from '@muster/protocol';
import { HttpProblem } from '../../http/problem.ts';
import type { EventRow, Project, ReadTransaction, Store } from '../../store/store.ts';
import type { AskOptions, IndexQuestions } from '../audience/ask-index.ts';
import { type Days, readDays } from '../experiences/analytics/analytics-days.ts';
import { toNativeView } from '../profiles/profile-view.ts';
import { selectOccurrences, selectVolumes, type VolumeRow } from './catalog-sql.ts';
import { createFindNote } from './notes.ts';
import { createMemory } from './remember.ts';
import { findSubjectUses, readUsers } from './subject-uses.ts';

/** Which event. */
interface EventWish {
  source: EventSource;
  name: string;
  signal: AbortSignal;
}

/** How much of each event there is. */
export interface EventDetails {
  /** Of the most frequent ones; remembered for a while. */
  list(project: Project): Promise<EventVolumesBody>;
  /** Throws a 404 for an event that never was. */
  get(project: Project, wish: EventWish): Promise<EventDetailBody>;
  /** Newest first. */
  occurrences(project: Project, wish: EventWish & { limit: number }): Promise<OccurrenceBody[]>;
}

interface Parts {
  store: Store;
  questions: IndexQuestions;
  now: () => number;
}

const maxEvents = 1_000;

export function createEventDetails({ store, questions, now }: Parts): EventDetails {
  const memory = createMemory<Omit<EventVolumesBody, 'events'> & { events: Volume[] }>(now);

  async function readAll({ number: project, timeZone }: Project) {
    const at = now();
    const days = readDays({}, at, timeZone);
    // Whoever began the work may go while others wait for it: it is not theirs to stop.
    const asking = { project, signal: new AbortController().signal };
    const rows = await questions.ask<VolumeRow>(
      selectVolumes(project, days, { limit: maxEvents + 1 }),
      asking,
    );
    return {
      dates: days.dates,
      events: rows.slice(0, maxEvents).map((row) => toVolume(row, days)),
      more: rows.length > maxEvents,
      at: new Date(at).toISOString(),
    };
  }

  return {
    async list(project) {
      const key = `${project.number} ${project.timeZone}`;
      const read = await memory.ask(key, () => readAll(project));
      const findNote = createFindNote(await store.read((tx) => tx.catalogNotes(project.number)));
      const events = read.events.map((event) => {
        const { source, name } = event;
        return { ...event, ...findNote({ type: 'event', source, name }) };
      });
      return { ...read, events };
    },

    async get({ number: project, timeZone }, { source, name, signal }) {
      const days = readDays({}, now(), timeZone);
      const statement = selectVolumes(project, days, { only: { source, name }, limit: 1 });
      const [row] = await questions.ask<VolumeRow>(statement, { project, signal });
      if (row === undefined) throw refuseEvent(name);
      const subject = { type: 'event', source, name } as const;
      const { note, usedBy } = await store.read(async (tx) => ({
        note: createFindNote(await tx.catalogNotes(project))(subject),
        usedBy: findSubjectUses(subject, await readUsers(tx, project)),
      }));
      return { ...toVolume(row, days), ...note, dates: days.dates, usedBy };
    },

    async occurrences({ number: project }, { limit, signal, ...event }) {
      const places = await findPlaces(questions, event, limit, { project, signal });
      return store.read((tx) => readOccurrences(tx, project, event, places));
    },
  };
}

type Volume = Omit<EventVolumesBody['events'][number], 'hidden' | 'description'>;

function toVolume(row: VolumeRow, { starts }: Days): Volume {
  const { source, name, count, users, first, last } = row;
  const counts = new Map(row.days.map(([second, times]) => [Number(second), Number(times)]));
  return {
    source,
    name,
    count: Number(count),
    users: Number(users),
    firstSeen: new Date(Number(first)).toISOString(),
    lastSeen: new Date(Number(last)).toISOString(),
    days: starts.map((start) => counts.get(start / 1000) ?? 0),
  };
}

/** Of whom an occurrence is, and when it was. */
interface Place {
  number: number;
  timestamp: number;
}

async function findPlaces(
  questions: IndexQuestions,
  event: Pick<EventRow, 'source' | 'name'>,
  limit: number,
  asking: AskOptions,
): Promise<Place[]> {
  const statement = selectOccurrences(asking.project, event, limit);
  const rows = await questions.ask<{ number: number; timestamp: string }>(statement, asking);
  return rows.map(({ number, timestamp }) => ({ number, timestamp: Number(timestamp) }));
}

/** The occurrences themselves: the index keeps neither their ids nor every value as it was sent. */
async function readOccurrences(
  tx: ReadTransaction,
  project: number,
  { source, name }: Pick<EventRow, 'source' | 'name'>,
  places: readonly Place[],
): Promise<OccurrenceBody[]> {
  const instantsByNumber = new Map<number, Set<number>>();
  for (const { number, timestamp } of places) {
    instantsByNumber.set(number, (instantsByNumber.get(number) ?? new Set()).add(timestamp));
  }
  const documents = await tx.profiles(project, [...instantsByNumber.keys()]);
  const found: OccurrenceBody[] = [];
  for (const document of documents) {
    const { id, anonymousId, name: called, email } = toNativeView(document);
    const instants = [...(instantsByNumber.get(document.number) ?? [])];
    const queries = instants.map((at) => ({ source, name, from: at, until: at + 1 }));
    for (const event of await tx.findEvents(project, document.number, queries)) {
      found.push({
        user: { id, anonymousId, name: called, email },
        timestamp: new Date(event.timestamp).toISOString(),
        messageId: event.messageId,
        properties: Object.fromEntries(event.properties),
      });
    }
  }
  const order = (one: OccurrenceBody) => Date.parse(one.timestamp);
  return found.sort((a, b) => order(b) - order(a)).slice(0, places.length);
}

function refuseEvent(name: string): HttpProblem {
  return new HttpProblem(404, 'event_not_found', `There has been no event “${name}”.`);
}
