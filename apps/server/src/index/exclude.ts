import type { ApplyParts } from './apply-batch.ts';
import { type Exclusion, type IndexTarget, userKey } from './index-target.ts';
import { insertBlock } from './insert-rows.ts';
import { type RefusedRow, toBlock, toTombstoneRow } from './rows.ts';

/**
 * Takes the users of refused rows out of the index, durably and until it is made anew: with a row
 * missing, a condition that is negated could let them into an audience. Call it before the rows
 * beside them are inserted, or a replay would no longer meet the refused ones.
 */
export async function exclude(
  { engine, logger }: Pick<ApplyParts, 'engine' | 'logger'>,
  target: IndexTarget,
  refused: readonly RefusedRow[],
): Promise<void> {
  const exclusions = new Map<string, Exclusion>();
  for (const { row, reason } of refused) {
    const { project, number, rev } = row;
    // The engine quotes the row, and people's data have no place in a log.
    const cut = reason.slice(0, 200);
    exclusions.set(userKey(project, number), { project, number, position: rev, reason: cut });
  }
  const { generation } = target;
  const lines = [...exclusions.values()].map((one) => JSON.stringify({ generation, ...one }));
  await engine.insert('excluded', Buffer.from(`${lines.join('\n')}\n`));
  const tombstones = [...exclusions.values()].map(({ project, number, position }) =>
    toTombstoneRow(project, number, position),
  );
  await insertBlock(engine, `users${target.suffix}`, toBlock(tombstones));
  for (const [key, exclusion] of exclusions) {
    target.excluded.set(key, exclusion);
    const { project, number, position, reason } = exclusion;
    logger.error(
      { project, number, position, reason },
      'the index refused a row of a user; she is in no audience until the index is made anew',
    );
  }
}
