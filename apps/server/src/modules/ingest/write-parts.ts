import type { WriteTransaction } from '../../store/store.ts';
import { applyBatch } from './apply-batch.ts';
import { countItems, type Part } from './batch-queue.ts';
import type { IngestItem } from './ingest-item.ts';
import type { Outcome } from './ingest-service.ts';

/** Applies the items project by project; within one in the order of the parts. */
export async function applyParts(tx: WriteTransaction, parts: readonly Part[]): Promise<Outcome[]> {
  const byProject = new Map<number, { items: IngestItem[]; places: number[] }>();
  let place = 0;
  for (const { waiting, from, until } of parts) {
    const { project, items } = waiting.submission;
    const group = byProject.get(project) ?? { items: [], places: [] };
    byProject.set(project, group);
    for (const item of items.slice(from, until)) {
      group.items.push(item);
      group.places.push(place);
      place += 1;
    }
  }
  const outcomes = new Array<Outcome>(place);
  for (const [project, { items, places }] of byProject) {
    const applied = await applyBatch(tx, project, items);
    for (const [index, outcome] of applied.entries()) outcomes[places[index] as number] = outcome;
  }
  return outcomes;
}

/** Hands the outcomes of `applyParts` to the submissions they belong to. */
export function keepOutcomes(parts: readonly Part[], outcomes: readonly Outcome[]): void {
  let place = 0;
  for (const { waiting, from, until } of parts) {
    waiting.outcomes.push(...outcomes.slice(place, place + until - from));
    place += until - from;
  }
}

/** Two halves of about as many items, in order; `undefined` for a single item. */
export function halveParts(parts: readonly Part[]): [Part[], Part[]] | undefined {
  const count = countItems(parts);
  if (count < 2) return undefined;
  const halves: [Part[], Part[]] = [[], []];
  let left = Math.floor(count / 2);
  for (const { waiting, from, until } of parts) {
    const cut = Math.min(until, from + left);
    left -= cut - from;
    if (cut > from) halves[0].push({ waiting, from, until: cut });
    if (until > cut) halves[1].push({ waiting, from: cut, until });
  }
  return halves;
}
