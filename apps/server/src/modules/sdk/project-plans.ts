import {
  createResolver,
  type EventLookup,
  type EventQuery,
  eventQueriesForChange,
  type Instant,
  type JudgeEach,
  type Plan,
  type Profile,
  prepareForAnyTime,
} from '@muster/conditions';
import type { ExperienceType } from '@muster/protocol';
import type { ExperienceRow } from '../../store/experiences.ts';
import type { Project, ReadTransaction, SegmentRow } from '../../store/store.ts';
import { type NamedByConditions, readNamed, toExistingIds } from '../experiences/existing-ids.ts';
import { resolveWhos } from '../experiences/who-plans.ts';
import { createPageFilter } from '../targeting/choose-experiences.ts';
import type { Page } from '../targeting/visit.ts';
import { type LiveDefinitions, toLiveDefinitions } from '../tracked-events/live-definitions.ts';

/** A segment as whoever is in it is told. */
export interface SegmentName {
  id: string;
  name: string;
}

/** Stands for a Who in what was prepared with it. */
export type WhoIndex = number;

/** An experience that is live, whatever its start and end. */
export interface LiveExperience {
  row: ExperienceRow;
  who: WhoIndex;
  /** Of the blocks that have a Who of their own, by the index of their step. */
  blocks: ReadonlyMap<number, WhoIndex>;
}

/** What holds for one person. Nothing is evaluated before it is asked for. */
export interface Judgement {
  /** The segments that this person is in, in order of name. */
  findSegments(): SegmentName[];
  isIn(who: WhoIndex): boolean;
}

/** Segments and live experiences of a project at one instant, ready for any number of people. */
export interface PreparedPlans {
  /** The events of a person that a judgement looks at, and perhaps some more. */
  queries: readonly EventQuery[];
  /** The highest priority first, of equal ones the one published last. */
  experiences: readonly LiveExperience[];
  /** Those of them that may come by themselves on a page. */
  experiencesOn(page: Page): readonly LiveExperience[];
  /** The live no-code events; undefined when there are none. */
  definitions: LiveDefinitions | undefined;
  /** The type of any experience, live or not, that is there. */
  typeOf(experienceId: string): ExperienceType | undefined;
  judge(profile: Profile, events: EventLookup): Judgement;
}

/** What has been understood of a project, whatever the instant. */
interface Understood {
  /** Of the definitions from which it was. */
  revision: number;
  timeZone: string;
  /** When it was; it serves any later instant. */
  since: Instant;
  /** In order of name, without those that nobody is in. The first plans are theirs. */
  segments: readonly SegmentName[];
  experiences: readonly LiveExperience[];
  experiencesOn(page: Page): readonly LiveExperience[];
  types: ReadonlyMap<string, ExperienceType>;
  definitions: LiveDefinitions | undefined;
  /** By the index of the plan, at any instant. */
  judgeAt(now: Instant): JudgeEach;
  queries: readonly EventQuery[];
}

/** Events that have left every window are read for so long at most. */
const understandAgainAfterMs = 60 * 60 * 1000;
const maxProjects = 100;

const collator = new Intl.Collator('en', { numeric: true });

/**
 * Remembers parsed and resolved segments and Whos until one of them changes, which is asked of the
 * snapshot that is read. What moves with time is moved to each `now`. All have one resolver, so a segment
 * that several experiences name is evaluated once for a person.
 */
export function createProjectPlans() {
  const known = new Map<number, Understood>();

  async function understand(
    tx: ReadTransaction,
    { number, timeZone }: Project,
    now: Instant,
  ): Promise<Understood> {
    const revision = await tx.definitionsRevision(number);
    const remembered = known.get(number);
    const age = now - (remembered?.since ?? now);
    const isRecent = age >= 0 && age < understandAgainAfterMs;
    if (remembered?.revision === revision && remembered.timeZone === timeZone && isRecent) {
      return remembered;
    }
    const rows = { segments: await tx.segments(number), ...(await readNamed(tx, number)) };
    const { plans, ...resolved } = resolveAll(rows, timeZone, now);
    const queries = eventQueriesForChange(...plans);
    const judgeAt = prepareForAnyTime(plans);
    const definitions = toLiveDefinitions(await tx.trackedEvents(number));
    const understood = {
      revision,
      timeZone,
      since: now,
      ...resolved,
      judgeAt,
      queries,
      definitions,
    };
    if (known.size >= maxProjects) known.clear();
    known.set(number, understood);
    return understood;
  }

  return {
    /** The live no-code events of the project. */
    async definitions(tx: ReadTransaction, project: Project, now: Instant) {
      return (await understand(tx, project, now)).definitions;
    },
    /** What this snapshot has of the project, at `now`. */
    async prepare(tx: ReadTransaction, project: Project, now: Instant): Promise<PreparedPlans> {
      const understood = await understand(tx, project, now);
      const { segments, experiences, experiencesOn, types, judgeAt, queries, definitions } =
        understood;
      const judgeEach = judgeAt(now);
      return {
        queries,
        experiences,
        experiencesOn,
        definitions,
        typeOf: (experienceId) => types.get(experienceId),
        judge(profile, events) {
          const isIn = judgeEach(profile, events);
          return { isIn, findSegments: () => segments.filter((_, index) => isIn(index)) };
        },
      };
    },
  };
}

export type ProjectPlans = ReturnType<typeof createProjectPlans>;

interface Rows extends NamedByConditions {
  segments: readonly SegmentRow[];
}

function resolveAll(rows: Rows, timeZone: string, now: Instant) {
  const segmentsById = new Map(rows.segments.map((row) => [row.id, row]));
  const existing = toExistingIds(rows);
  const resolver = createResolver({ now, timeZone, segments: segmentsById, ...existing });
  const plans: Plan[] = [];
  const segments = [...rows.segments].sort(compareNames).flatMap(({ id, name }) => {
    const plan = resolver.resolveSegment(id);
    if (!plan.valid) return [];
    plans.push(plan);
    return [{ id, name }];
  });
  const live = rows.experiences.filter(({ status }) => status === 'live').sort(compareExperiences);
  const experiences = live.map((row): LiveExperience => {
    const [own, ...ofBlocks] = resolveWhos(row, resolver);
    const who = plans.push(own.plan) - 1;
    const blocks = ofBlocks.map(({ step, plan }) => [step, plans.push(plan) - 1] as const);
    return { row, who, blocks: new Map(blocks) };
  });
  const types = new Map(rows.experiences.map(({ id, type }) => [id, type]));
  return { segments, experiences, experiencesOn: createPageFilter(experiences), types, plans };
}

function compareNames(a: SegmentRow, b: SegmentRow): number {
  return collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1);
}

/** The highest priority first, of equal ones the one published last. */
export function compareExperiences(a: ExperienceRow, b: ExperienceRow): number {
  const byPriority = b.target.when.priority - a.target.when.priority;
  const byPublication = (b.publishedAt ?? 0) - (a.publishedAt ?? 0);
  return byPriority || byPublication || (a.id < b.id ? -1 : 1);
}
