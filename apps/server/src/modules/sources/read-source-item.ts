import { ItemRefused } from '../ingest/read-fields.ts';
import { isJsonObject } from '../ingest/read-values.ts';
import { prepareMapping } from './mapping/prepare-mapping.ts';
import { readMappedItem } from './mapping/read-mapped-item.ts';
import { readPosthogEvent } from './posthog/read-posthog-event.ts';
import { readSegmentMessage } from './segment/read-segment-message.ts';
import type { ReadIntent, Report, SourceContext, SourceIntent } from './source-intent.ts';
import type { SourceSetup } from './source-setup.ts';

/** Reads an item of raw JSON; `undefined` when nothing of it can be taken, and never throws. */
export type ReadSourceItem = (
  raw: unknown,
  context: SourceContext,
  report: Report,
) => SourceIntent | undefined;

/** What reads items of a source. Every refusal is reported: one of scope `item`, or any of scope `key`. */
export function createItemReader(setup: SourceSetup): ReadSourceItem {
  const read = chooseReader(setup);
  return (raw, context, report) => {
    try {
      if (!isJsonObject(raw)) {
        throw new ItemRefused('not_an_object', 'An item is a JSON object.', '');
      }
      return read(raw, context, report);
    } catch (error) {
      if (!(error instanceof ItemRefused)) throw error;
      report({ code: error.code, message: error.message, path: error.path, scope: 'item' });
      return undefined;
    }
  };
}

function chooseReader({ kind, mapping }: SourceSetup): ReadIntent {
  if (kind === 'segment') return readSegmentMessage;
  if (kind === 'posthog') return readPosthogEvent;
  if (mapping === undefined) throw new Error('A source of the kind webhook has no mapping.');
  const prepared = prepareMapping(mapping);
  return (raw, context, report) => readMappedItem(raw, prepared, context, report);
}
