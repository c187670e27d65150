import type { Instant, Value } from '@muster/conditions';
import { experienceEvents } from '../experiences/experience-events.ts';
import type { ProfileDocument } from '../profiles/profile-document.ts';
import { markInteraction, recordAnswer } from '../profiles/profile-history.ts';
import type { CheckedReport } from './check-report.ts';
import { type CommandItem, type EventEffect, toMessageId } from './ingest-item.ts';

/** The profile of somebody after what she did with an experience at `at`. */
export function applyReport(
  document: ProfileDocument,
  { effect: { experienceId, action, stepId, value } }: CheckedReport,
  at: Instant,
): ProfileDocument {
  switch (action) {
    case 'stepSeen':
      return document;
    case 'answered':
      if (stepId === undefined || value === undefined) return document;
      return recordAnswer(document, { experienceId, stepId }, value, at);
    default:
      return markInteraction(document, experienceId, action, at);
  }
}

/** The native event of a report. */
export function toReportEvent(item: CommandItem, { effect, type }: CheckedReport): EventEffect {
  const { experienceId, action, stepId, value, show } = effect;
  const properties = new Map<string, Value>([
    ['experienceId', experienceId],
    ['experienceType', type],
  ]);
  if (stepId !== undefined) properties.set('stepId', stepId);
  if (value !== undefined) properties.set('value', value);
  if (show !== undefined) properties.set('show', show);
  return {
    name: experienceEvents[action],
    timestamp: item.timestamp,
    messageId: toMessageId(item),
    hasOwnMessageId: true,
    properties,
  };
}
