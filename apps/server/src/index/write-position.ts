import type { IndexEngine } from './engine.ts';
import type { IndexTarget } from './index-target.ts';

/** Records how far a target has come, with the time zones that changed on the way, all or nothing. */
export async function writePosition(
  engine: IndexEngine,
  target: IndexTarget,
  position: number,
  zoneChanges: readonly { project: number; position: number }[],
): Promise<void> {
  const { generation } = target;
  const lines = [
    { generation, name: 'index', position },
    ...zoneChanges.map((one) => ({
      generation,
      name: `zone ${one.project}`,
      position: one.position,
    })),
  ].map((entry) => JSON.stringify(entry));
  await engine.insert('position', Buffer.from(`${lines.join('\n')}\n`));
  target.position = position;
  target.eventsThrough = target.eventsThrough.map((through) => Math.max(through, position));
  for (const one of zoneChanges) target.zoneChanges.set(one.project, one.position);
}

/**
 * Records that the events of all changes up to there are in: on a cluster the rows themselves do not say it any
 * more when they have been moved away.
 */
export async function writeEventsThrough(
  engine: IndexEngine,
  target: IndexTarget,
  position: number,
): Promise<void> {
  const entry = { generation: target.generation, name: 'events', position };
  await engine.insert('position', Buffer.from(`${JSON.stringify(entry)}\n`));
  target.eventsThrough = target.eventsThrough.map((through) => Math.max(through, position));
}

/** Records that the rebuild of a generation has ended: from now on it is the index. */
export async function writeComplete(
  engine: IndexEngine,
  { generation, position }: IndexTarget,
): Promise<void> {
  const entry = { generation, name: 'complete', position };
  await engine.insert('position', Buffer.from(`${JSON.stringify(entry)}\n`));
}
