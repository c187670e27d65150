import type { TrackedEventBody, TrackedEventVersionBody, UseBody } from '@muster/protocol';
import type {
  TrackedEventContent,
  TrackedEventRow,
  TrackedEventVersion,
} from '../../store/tracked-events.ts';

/** A no-code event as the API shows it. */
export function toTrackedEventBody(
  row: TrackedEventRow,
  usedBy: readonly UseBody[],
): TrackedEventBody {
  return {
    id: row.id,
    ...toContent(row),
    isCodeNameFixed: row.publishedAt !== undefined,
    createdAt: new Date(row.createdAt).toISOString(),
    createdBy: row.createdBy,
    updatedAt: new Date(row.updatedAt).toISOString(),
    updatedBy: row.updatedBy,
    usedBy: [...usedBy],
    version: row.version,
  };
}

/** A version as the history shows it. */
export function toVersionBody({ trackedEventId: _, at, ...rest }: TrackedEventVersion) {
  return { ...rest, at: new Date(at).toISOString() } satisfies TrackedEventVersionBody;
}

/** The version as it was: who made it, and when. */
export function toVersion(row: TrackedEventRow): TrackedEventVersion {
  const { id, version, updatedAt, updatedBy } = row;
  return { trackedEventId: id, version, ...toContent(row), at: updatedAt, by: updatedBy };
}

/** What of a no-code event people wrote. */
export function toContent(content: TrackedEventContent): TrackedEventContent {
  const { name, codeName, description, status, match, conditions } = content;
  return { name, codeName, description, status, match, conditions };
}
