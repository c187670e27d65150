import type { Logger } from 'pino';
import { createAlarm } from '../../index/alarm.ts';
import type { Project, ReadTransaction, Store } from '../../store/store.ts';
import { readDefinitions, readSurroundings } from '../audience/read-question.ts';
import type { MembersDesk } from '../membership/follow-members.ts';
import type { SegmentAudiences } from '../segments/segment-audiences.ts';
import type { LiveListener } from './live-listener.ts';

/** Looks after one project while somebody listens. */
export interface ProjectWatch {
  add(listener: LiveListener): void;
  remove(listener: LiveListener): void;
  /** Of those who listen. */
  readonly size: number;
  /** Resolves when nothing is looked at any more; call it when nobody listens. */
  stop(): Promise<void>;
}

/** What a project's segments were when they were last counted, and by which definitions. */
export interface LastCounts {
  definitions: string;
  counts: ReadonlyMap<string, number | null>;
  /** ISO 8601. */
  countedAt: string;
}

/** Outlives the watch: whoever looks next sees what was counted last until it is counted anew. */
export interface CountsMemory {
  get(): LastCounts | undefined;
  set(counts: LastCounts): void;
  forget(): void;
}

export interface WatchParts {
  store: Store;

  audiences: SegmentAudiences;
  /** Counts that are kept are told instead of counted. */
  members: Pick<MembersDesk, 'read'>;
  logger: Logger;
  now: () => number;
  /** How often it is looked whether something has changed; default 200. */
  lookEveryMs?: number;
  /** Recounts begin at least this long after each other; default 1,000. */
  recountEveryMs?: number;
}

/** Time alone changes audiences, too: they are counted again without a reason after this long. */
const recountAnywayMs = 15_000;
/** A count that takes longer is given up; the next one may be better. */
const countForMs = 20_000;
/** Changes of the log that are read to learn whom they concern; more concern everybody. */
const changesRead = 200;

export function watchProject(
  parts: WatchParts,
  project: Project,
  memory: CountsMemory,
): ProjectWatch {
  const { store, audiences, members, logger, now } = parts;
  const { lookEveryMs = 200, recountEveryMs = 1_000 } = parts;
  const { number } = project;
  const alarm = createAlarm();
  const stopping = new AbortController();
  const listeners = new Set<LiveListener>();
  let counts = new Map<string, number | null>();
  let countedAt = '';
  let counting: ReadonlySet<string> = new Set();
  let running: Promise<void> | undefined;
  let isDirty = false;
  let hasNewData = false;
  let hasFailed = false;
  let recountedAt = Number.NEGATIVE_INFINITY;
  let head: number | undefined;
  let audited: number | undefined;
  let definitions: string | undefined;
  let isReceiving = false;

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await look();
      } catch (error) {
        if (stopping.signal.aborted) return;
        isDirty = true;
        // Once, not with each of many attempts in a row.
        if (!hasFailed) logger.warn({ err: error }, 'live audiences cannot be counted just now');
        hasFailed = true;
      }
      await alarm.sleep(lookEveryMs);
    }
  }

  async function look(): Promise<void> {
    const isThere = await store.read(async (tx) => {
      if (!(await tx.hasProject(number))) return false;
      await lookAtDefinitions(tx);
      await lookAtData(tx);
      return true;
    });
    if (!isThere) return leave();
    const isTold = await tellKept();
    const waitedMs = performance.now() - recountedAt;
    if (waitedMs < recountEveryMs || !(isDirty || waitedMs >= recountAnywayMs)) return;
    recountedAt = performance.now();
    isDirty = false;
    if (hasNewData) tellAll((listener) => listener.note('data'));
    hasNewData = false;
    if (!isTold) await recount();
  }

  /** The project was deleted: whoever listens comes again, and is told that there is none. */
  function leave(): void {
    memory.forget();
    tellAll((listener) => listener.end());
  }

  /** Tells the counts that are kept, if all that are wanted are: that asks nothing of the index. */
  async function tellKept(): Promise<boolean> {
    const live = await members.read(project);
    if (live === undefined) return false;
    if (live.definitions !== definitions) {
      // Not every change of what segments name is in the audit log.
      audited = undefined;
      return false;
    }
    const kept = new Map<string, number | null>();
    for (const id of listWanted()) {
      const segment = live.segments.get(id);
      if (segment?.isValid && segment.count === undefined) return false;
      kept.set(id, segment?.isValid ? (segment.count ?? null) : null);
    }
    counts = kept;
    tellCounted(live.at);
    return true;
  }

  /** Every change of a segment or an experience, by whatever process, is in the audit log. */
  async function lookAtDefinitions(tx: ReadTransaction): Promise<void> {
    const [entry] = await tx.audit(number, 1);
    const latest = entry?.number ?? 0;
    if (latest === audited) return;
    audited = latest;
    // Experiences, too: whether a segment can be evaluated, and what uses it, depends on them.
    const found = await readDefinitions(tx, project);
    if (found === definitions) return;
    if (definitions !== undefined) tellAll((listener) => listener.note('segments'));
    definitions = found;
    isDirty = true;
    tellAll(tellEarlier);
  }

  async function lookAtData(tx: ReadTransaction): Promise<void> {
    // Not the indexer's: without an index to write to it does not look.
    const latest = await tx.headPosition();
    if (latest !== head) {
      if (head === undefined) isDirty = true;
      else if (await concerns(tx, head)) {
        isDirty = true;
        hasNewData = true;
      }
      head = latest;
    }
    if (isReceiving || !isDirty) return;
    isReceiving = (await tx.scanProfiles(number, 0, 1)).length > 0;
    if (isReceiving) tellAll((listener) => listener.note('first-event'));
  }

  /** Whether any change after that position is of this project, as far as can be told quickly. */
  async function concerns(tx: ReadTransaction, after: number): Promise<boolean> {
    const changes = await tx.changes(after, changesRead);
    if (changes.length === 0 || changes.length === changesRead) return true;
    return changes.some(({ change }) => change.project === number);
  }

  function listWanted(): string[] {
    return [...new Set([...listeners].flatMap(({ ids }) => [...ids]))];
  }

  async function recount(): Promise<void> {
    const wanted = listWanted();
    const surroundings = await store.read((tx) => readSurroundings(tx, project, now));
    const { resolver, segmentsById } = surroundings;
    const there = wanted.filter((id) => segmentsById.has(id));
    const plans = there.map((id) => resolver.resolveSegment(id));
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(countForMs)]);
    const at = new Date(surroundings.now).toISOString();
    const toCounts = (found: readonly (number | undefined)[]) => {
      const part = new Map<string, number | null>();
      for (const id of wanted) if (!segmentsById.has(id)) part.set(id, null);
      for (const [i, id] of there.entries()) {
        const count = found[i];
        if (count !== undefined) part.set(id, plans[i]?.valid === false ? null : count);
      }
      return part;
    };
    const tellPart = (found: readonly (number | undefined)[]) => {
      const part = toCounts(found);
      tellAll((listener) => listener.tellAudiences(at, part));
    };
    counting = new Set(wanted);
    try {
      const found = there.length > 0 ? await audiences.count(project, plans, signal, tellPart) : [];
      counts = toCounts(found);
    } finally {
      counting = new Set();
    }
    tellCounted(surroundings.now);
  }

  function tellCounted(at: number): void {
    hasFailed = false;
    countedAt = new Date(at).toISOString();
    tellAll(tellCounts);
    if (definitions !== undefined) memory.set({ definitions, counts, countedAt });
  }

  function tellCounts(listener: LiveListener): void {
    listener.tellAudiences(countedAt, counts);
  }

  function tellEarlier(listener: LiveListener): void {
    const last = memory.get();
    if (last === undefined || last.definitions !== definitions) return;
    listener.tellEarlier(last.countedAt, last.counts);
  }

  function tellAll(tell: (listener: LiveListener) => void): void {
    for (const listener of listeners) tell(listener);
  }

  return {
    add(listener) {
      listeners.add(listener);
      if (isReceiving) listener.note('first-event');
      tellCounts(listener);
      tellEarlier(listener);
      if ([...listener.ids].some((id) => !counts.has(id) && !counting.has(id))) isDirty = true;
      running ??= run();
      alarm.ring();
    },
    remove: (listener) => void listeners.delete(listener),
    get size() {
      return listeners.size;
    },
    async stop() {
      stopping.abort();
      alarm.ring();
      await running;
    },
  };
}
