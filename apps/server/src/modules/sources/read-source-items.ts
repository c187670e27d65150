import type { Refusal } from '../ingest/refusal.ts';
import { createItemReader } from './read-source-item.ts';
import type { SourceContext, SourceIntent } from './source-intent.ts';

/** One item of a request after it was read. */
export interface ReadItem {
  /** Of the item in the request. */
  index: number;
  raw: unknown;
  /** What its request is called, for it alone. */
  requestId: string | undefined;
  /** `undefined`: it was refused. */
  intent: SourceIntent | undefined;
  refusals: Refusal[];
}

/** Reads all items of a request, each on its own. */
export function readSourceItems(rawItems: readonly unknown[], context: SourceContext): ReadItem[] {
  const read = createItemReader(context.setup);
  const isOne = rawItems.length === 1;
  return rawItems.map((raw, index) => {
    const refusals: Refusal[] = [];
    const { requestId: whole } = context;
    const requestId = whole === undefined || isOne ? whole : `${whole}/${index}`;
    const intent = read(raw, { ...context, requestId }, (refusal) => refusals.push(refusal));
    return { index, raw, requestId, intent, refusals };
  });
}
