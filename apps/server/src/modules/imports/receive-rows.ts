import type { Instant } from '@muster/conditions';
import { decodeText } from '../../http/read-body.ts';
import type { IngestService } from '../ingest/ingest-service.ts';
import type { ImportPlan, RawImportRow } from './import-plan.ts';
import { createImportItemMaker } from './to-import-item.ts';

/** What became of rows: everything else of it is in the store. */
export interface ImportReceipt {
  /** Rows that could not be stored for a reason that is this server's. */
  failed: number[];
  /** Rows were left out because one before them is not stored. */
  hasGap: boolean;
}

interface Rows {
  project: number;
  plan: ImportPlan;
  /** JSON of `RawImportRow`s. */
  body: Uint8Array<ArrayBuffer>;
  arrivedAt: Instant;
}

/** Checks and submits rows. Resolves when they are durable; rejects as `IngestService.submit` does. */
export async function receiveRows(
  service: IngestService,
  { project, plan, body, arrivedAt }: Rows,
): Promise<ImportReceipt> {
  const rows: RawImportRow[] = JSON.parse(decodeText(body));
  const items = rows.map(createImportItemMaker(plan, arrivedAt));
  const outcomes = await service.submit({ project, items, bytes: body.byteLength });
  const failed: number[] = [];
  let hasGap = false;
  for (const [index, { status }] of outcomes.entries()) {
    if (status === 'failed') failed.push((rows[index] as RawImportRow).row);
    if (status === 'conflict') hasGap = true;
  }
  return { failed, hasGap };
}
