import type { WebhookEventType } from '@muster/protocol';
import type { SegmentRow, WriteTransaction } from '../../store/store.ts';
import { announce } from './announce.ts';

/** What became of a segment, and who did it when. */
export interface SegmentNews {
  type: Extract<WebhookEventType, `segment.${string}`>;
  /** As it is now; of one deleted, as it was. */
  row: SegmentRow;
  by: string;
  at: number;
  newId: () => string;
}

/** Tells webhooks of a change of a segment. Whoever writes a segment calls it in that transaction. */
export function announceSegment(tx: WriteTransaction, news: SegmentNews): Promise<void> {
  const { type, row, by, at, newId } = news;
  return announce(tx, row.project, [type], () => [
    {
      id: `msg_${newId()}`,
      type,
      at,
      due: at,
      subject: row.id,
      data: { segment: toSegmentData(row), by },
    },
  ]);
}

function toSegmentData(row: SegmentRow) {
  const { id, name, description, badge = null, conditions, version } = row;
  const createdAt = new Date(row.createdAt).toISOString();
  const updatedAt = new Date(row.updatedAt).toISOString();
  const { createdBy, updatedBy } = row;
  return {
    ...{ id, name, description, badge, conditions, version },
    ...{ createdAt, createdBy, updatedAt, updatedBy },
  };
}
