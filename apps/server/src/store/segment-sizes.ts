import { fromKeyText, toKeyText } from './key-text.ts';
import type { Session } from './session.ts';

/** How many were in a segment on a day. */
export interface SegmentSize {
  segmentId: string;
  /** `2026-03-29`, in the time zone that the project had then. */
  day: string;
  count: number;
}

/** The sizes of a segment from that day on, oldest first. */
export async function listSegmentSizes(
  { queries }: Session,
  project: number,
  segmentId: string,
  fromDay: string,
): Promise<SegmentSize[]> {
  const rows = await queries
    .selectFrom('segment_sizes')
    .select(['segment', 'day', 'count'])
    .where('project', '=', project)
    .where('segment', '=', toKeyText(segmentId))
    .where('day', '>=', fromDay)
    .orderBy('day')
    .execute();
  return rows.map(({ segment, day, count }) => ({ segmentId: fromKeyText(segment), day, count }));
}

/** Ids of the segments whose size of that day is kept. */
export async function findSizedSegments(
  { queries }: Session,
  project: number,
  day: string,
): Promise<Set<string>> {
  const rows = await queries
    .selectFrom('segment_sizes')
    .select('segment')
    .where('project', '=', project)
    .where('day', '=', day)
    .execute();
  return new Set(rows.map(({ segment }) => fromKeyText(segment)));
}

/** Keeps sizes; a day that has one already keeps that, whichever process was first. */
export async function insertSegmentSizes(
  { queries }: Session,
  project: number,
  sizes: readonly SegmentSize[],
): Promise<void> {
  for (const { segmentId, day, count } of sizes) {
    await queries
      .insertInto('segment_sizes')
      .values({ project, segment: toKeyText(segmentId), day, count })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Forgets the sizes of a segment that is deleted. */
export async function deleteSegmentSizes(
  { queries }: Session,
  project: number,
  segmentId: string,
): Promise<void> {
  await queries
    .deleteFrom('segment_sizes')
    .where('project', '=', project)
    .where('segment', '=', toKeyText(segmentId))
    .execute();
}
