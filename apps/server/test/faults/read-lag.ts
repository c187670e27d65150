import { readSamples } from '../health/read-samples.ts';
import type { FaultHouse } from './fault-house.ts';

/** How far behind the index is, as `/readyz` and `/metrics` say it. */
export async function readLag(house: FaultHouse) {
  const { url } = await house.server();
  const ready = await fetch(`${url}/readyz`);
  const { index } = (await ready.json()) as { index: { state: string; behind: number } };
  const samples = readSamples(await (await fetch(`${url}/metrics`)).text());
  return {
    status: ready.status,
    ...index,
    isUsable: samples.get('muster_index_usable'),
    changes: samples.get('muster_index_lag_changes') ?? 0,
    seconds: samples.get('muster_index_lag_seconds') ?? 0,
  };
}
