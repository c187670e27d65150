import { setTimeout as sleep } from 'node:timers/promises';
import { apiKey, projectId, type RunningServer } from '../../../apps/server/test/muster-process.ts';
import { makeSegments } from '../population/many-segments.ts';

const headers = { 'x-api-key': apiKey, 'content-type': 'application/json' };

async function call<Body>(server: RunningServer, path: string, body?: unknown): Promise<Body> {
  const response = await fetch(`${server.url}/api/projects/${projectId}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Body;
}

/** Saves segments that live membership keeps from the first look at their list on. */
export async function saveSegments(server: RunningServer, count: number): Promise<void> {
  for (const segment of makeSegments(count)) await call(server, '/segments', segment);
}

/** Conditions that nobody has saved, of the same kinds. */
const unsaved = makeSegments(8).map(({ conditions }, i) => ({
  type: 'group',
  match: i % 2 === 0 ? 'any' : 'all',
  children: conditions.children.slice(-1),
}));

/** Looks at the list of segments and asks about what is not saved, as somebody at the dashboard does. */
export async function lookAtSegments(server: RunningServer): Promise<void> {
  await call(server, '/segments');
  for (const conditions of unsaved) await call(server, '/audience/count', { conditions });
}

/** What the comparisons in the background have found, and how many questions needed no index. */
export async function readFindings({ url }: RunningServer): Promise<Record<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const read = (name: string) => {
    const line = text.split('\n').find((each) => each.startsWith(`${name} `));
    return Number(line?.split(' ')[1] ?? Number.NaN);
  };
  return {
    compared: read('muster_live_membership_comparisons'),
    repaired: read('muster_live_membership_repaired'),
    indexDiffers: read('muster_live_membership_index_differs'),
    fromMemory: read('muster_question_seconds_count{kind="memory"}'),
  };
}

/**
 * Once nothing is written any more: how many of the unsaved conditions were counted from memory, and how many of those the
 * index, which is asked for every sorted list, counts otherwise.
 */
export async function compareCounts(
  server: RunningServer,
): Promise<{ counted: number; different: number }> {
  await sleep(5_000);
  let counted = 0;
  let different = 0;
  for (const conditions of unsaved) {
    // At one instant, or those of dates would differ by themselves.
    const now = new Date().toISOString();
    const before = (await readFindings(server)).fromMemory ?? 0;
    const kept = await call<{ count: number }>(server, '/audience/count', { conditions, now });
    counted += ((await readFindings(server)).fromMemory ?? 0) - before;
    const wish = { conditions, now, sort: 'name', limit: 1 };
    const listed = await call<{ count: number }>(server, '/audience', wish);
    if (kept.count !== listed.count) different += 1;
  }
  return { counted, different };
}
