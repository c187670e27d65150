import {
  createResolver,
  type Group,
  type Problem,
  parseIsoDate,
  parseTree,
  type Resolver,
} from '@muster/conditions';
import { invalidNow } from '@muster/protocol';
import { formatPath, HttpProblem, type ProblemError } from '../../http/problem.ts';
import type { ExperienceRow } from '../../store/experiences.ts';
import type { ImportRow } from '../../store/import-rows.ts';
import type { Project, ReadTransaction, SegmentRow } from '../../store/store.ts';
import { readNamed, toExistingIds } from '../experiences/existing-ids.ts';

/** What a project's trees are resolved against, at one instant. */
export interface Surroundings {
  /** As stored when the question was asked. */
  project: Project;
  segments: readonly SegmentRow[];
  segmentsById: ReadonlyMap<string, SegmentRow>;
  experiences: readonly ExperienceRow[];
  imports: readonly ImportRow[];
  resolver: Resolver;
  now: number;
}

/** Reads everything but the tree that an answer depends on, from one snapshot of the store. */
export async function readSurroundings(
  tx: ReadTransaction,
  asked: Project,
  nowIn: (project: Project) => number,
): Promise<Surroundings> {
  const project = (await tx.project(asked.id)) ?? asked;
  const now = nowIn(project);
  const segments = await tx.segments(project.number);
  const segmentsById = new Map(segments.map((segment) => [segment.id, segment]));
  const named = await readNamed(tx, project.number);
  const { timeZone } = project;
  const context = { now, timeZone, segments: segmentsById, ...toExistingIds(named) };
  return { project, segments, segmentsById, ...named, resolver: createResolver(context), now };
}

/**
 * A text that is another whenever a tree of the project may be resolved otherwise, its instant aside: a
 * definition or the time zone has changed.
 */
export async function readDefinitions(tx: ReadTransaction, asked: Project): Promise<string> {
  const { timeZone } = (await tx.project(asked.id)) ?? asked;
  return `${timeZone}|${await tx.definitionsRevision(asked.number)}`;
}

/** The tree of a request, canonical. Throws a 422 that names every wrong place. */
export function readTree(json: unknown, options: { allowEmptyRoot: boolean }): Group {
  const parsed = parseTree(json, options);
  if (parsed.ok) return parsed.value;
  throw refuseTree(parsed.problems);
}

/** The refusal of a tree of a request, which is its member `root`. */
export function refuseTree(problems: readonly Problem[], root = 'conditions'): HttpProblem {
  const detail = 'The conditions are not valid; `errors` says where.';
  return new HttpProblem(422, 'invalid_conditions', detail, {
    errors: toErrors(problems, root),
  });
}

/** Problems of the condition language as the API shows them, under the field they are about. */
export function toErrors(problems: readonly Problem[], root: string): ProblemError[] {
  return problems.map(({ path, message, code }) => ({
    path: formatPath(path, root),
    message,
    code,
  }));
}

/** The instant that a request names. Throws a 422 when it names none. */
export function readNow(given: string | number, timeZone: string): number {
  const instant = typeof given === 'number' ? given : parseIsoDate(given, timeZone)?.instant;
  if (instant !== undefined && isAskable(instant)) return instant;
  throw new HttpProblem(422, 'invalid_request', invalidNow, {
    errors: [{ path: 'now', message: invalidNow, code: 'invalid_instant' }],
  });
}

/** True for an instant of the years that the condition language knows. */
export function isAskable(instant: number): boolean {
  return instant >= earliest && instant <= latest;
}

const earliest = Date.parse('0000-01-01T00:00:00.000Z');
const latest = Date.parse('9999-12-31T23:59:59.999Z');
