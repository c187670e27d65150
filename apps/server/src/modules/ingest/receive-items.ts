import type { IngestItem } from './ingest-item.ts';
import type { IngestService } from './ingest-service.ts';
import { notStored, RefusalLog, type RejectedEntry } from './refusal.ts';
import { type Arrival, validateItem } from './validate-item.ts';

/** Raw items that came in together. */
export interface Delivery {
  /** The number of the project. */
  project: number;
  rawItems: readonly unknown[];
  arrival: Arrival;
  /** About how much memory it takes. */
  bytes: number;
  /** As of a `Submission`. */
  isUnhurried?: boolean;
}

/** What became of it. */
export interface Receipt {
  /** Items taken, whole or without some of their keys; duplicates included. */
  accepted: number;
  /** How many of them had been taken before. */
  duplicates: number;
  rejected: RejectedEntry[];
  /** An item could not be stored for a reason that is this server's. */
  hasFailed: boolean;
}

/**
 * Checks raw items one by one and submits the valid ones. Resolves when these are durable; rejects
 * as `IngestService.submit` does.
 */
export async function receiveItems(
  service: IngestService,
  { project, rawItems, arrival, bytes, isUnhurried = false }: Delivery,
): Promise<Receipt> {
  const log = new RefusalLog();
  const items: IngestItem[] = [];
  const indexes: number[] = [];
  for (const [index, raw] of rawItems.entries()) {
    const item = validateItem(raw, arrival, (refusal) => log.add(index, refusal));
    if (item === undefined) continue;
    items.push(item);
    indexes.push(index);
  }
  const outcomes = await service.submit({ project, items, bytes, isUnhurried });
  const receipt = { accepted: 0, duplicates: 0, hasFailed: false };
  for (const [place, { status, refusals }] of outcomes.entries()) {
    const index = indexes[place] as number;
    for (const refusal of refusals) log.add(index, refusal);
    if (status === 'failed') {
      receipt.hasFailed = true;
      log.add(index, notStored);
      continue;
    }
    receipt.accepted += 1;
    if (status === 'duplicate') receipt.duplicates += 1;
  }
  return { ...receipt, rejected: log.toEntries() };
}
