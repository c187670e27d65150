import {
  createResolver,
  type EventLookup,
  type EventQuery,
  eventQueriesForChange,
  type Instant,
  movePlan,
  type Profile,
  prepareAll,
  type ValidPlan,
} from '@muster/conditions';
import type { Project, ReadTransaction, SegmentRow } from '../../store/store.ts';
import { existingIds } from '../audience/read-question.ts';

/** A segment as whoever is in it is told. */
export interface SegmentName {
  id: string;
  name: string;
}

/** Every segment of a project at one instant, ready to be evaluated for any number of people. */
export interface PreparedSegments {
  /** The events of a person that `find` looks at, and perhaps some more. */
  queries: readonly EventQuery[];
  /** The segments that this person is in, in order of name. */
  find(profile: Profile, events: EventLookup): SegmentName[];
}

/** What has been understood of a project's segments, whatever the instant. */
interface Understood {
  stamp: string;
  timeZone: string;
  /** When it was; it serves any later instant. */
  since: Instant;
  segments: readonly { name: SegmentName; plan: ValidPlan }[];
  queries: readonly EventQuery[];
}

/** Events that have left every window are read for so long at most. */
const understandAgainAfterMs = 60 * 60 * 1000;
const maxProjects = 100;

const collator = new Intl.Collator('en', { numeric: true });

/**
 * Remembers parsed and resolved segments until one of them changes, which is asked of the snapshot
 * that is read. What moves with time is moved to each `now`.
 */
export function createSegmentPlans() {
  const known = new Map<number, Understood>();

  async function understand(
    tx: ReadTransaction,
    { number, timeZone }: Project,
    now: Instant,
  ): Promise<Understood> {
    const stamp = await tx.segmentStamp(number);
    const remembered = known.get(number);
    const age = now - (remembered?.since ?? now);
    const isRecent = age >= 0 && age < understandAgainAfterMs;
    if (remembered?.stamp === stamp && remembered.timeZone === timeZone && isRecent) {
      return remembered;
    }
    const segments = resolveAll(await tx.segments(number), timeZone, now);
    const queries = eventQueriesForChange(...segments.map(({ plan }) => plan));
    const understood = { stamp, timeZone, since: now, segments, queries };
    if (known.size >= maxProjects) known.clear();
    known.set(number, understood);
    return understood;
  }

  return {
    /** The project's segments as this snapshot has them, at `now`. */
    async prepare(tx: ReadTransaction, project: Project, now: Instant): Promise<PreparedSegments> {
      const { segments, queries } = await understand(tx, project, now);
      const evaluateAll = prepareAll(segments.map(({ plan }) => movePlan(plan, now)));
      return {
        queries,
        find(profile, events) {
          const verdicts = evaluateAll(profile, events);
          return segments.filter((_, index) => verdicts[index]).map(({ name }) => name);
        },
      };
    },
  };
}

export type SegmentPlans = ReturnType<typeof createSegmentPlans>;

/** The valid ones, in order of name: an invalid segment has nobody in it. */
function resolveAll(rows: readonly SegmentRow[], timeZone: string, now: Instant) {
  const segments = new Map(rows.map((row) => [row.id, row]));
  const resolver = createResolver({ now, timeZone, segments, ...existingIds });
  const sorted = [...rows].sort(
    (a, b) => collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1),
  );
  return sorted.flatMap(({ id, name }) => {
    const plan = resolver.resolveSegment(id);
    return plan.valid ? [{ name: { id, name }, plan }] : [];
  });
}
