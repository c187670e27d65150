import type { ImportBody, ImportSummaryBody } from '@muster/protocol';
import type {
  ImportIssue,
  ImportProgress,
  ImportRow,
  ImportSettings,
} from '../../store/import-rows.ts';
import { suggestTargets } from './suggest-settings.ts';

/** How long what an import replaced is kept, and so how long it can be undone. */
export const undoForMs = 30 * 24 * 60 * 60 * 1000;

/** An import as the list shows it. */
export function toSummaryBody(
  row: ImportRow,
  progress: ImportProgress,
  now: number,
): ImportSummaryBody {
  const { created, updated, unchanged, skipped } = progress;
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    fileName: row.fileName,
    fileBytes: row.fileBytes,
    status: row.status,
    createdAt: formatInstant(row.createdAt),
    createdBy: row.createdBy,
    startedAt: row.startedAt === undefined ? null : formatInstant(row.startedAt),
    endedAt: row.endedAt === undefined ? null : formatInstant(row.endedAt),
    progress: { rows: progress.row, ofRows: row.totalRows },
    counts: { created, updated, unchanged, skipped, refused: progress.refused },
    segmentId: row.segmentId ?? null,
    isUndoable: isUndoable(row, progress, now),
    undo: row.undo
      ? { ...row.undo, at: formatInstant(row.undo.at), failure: row.undo.failure ?? null }
      : null,
    failure: row.failure ?? null,
  };
}

/** True for an import that has ended, has done something, and has not been undone. */
export function isUndoable(row: ImportRow, progress: ImportProgress, now: number): boolean {
  const { status, endedAt, undo } = row;
  if (status === 'draft' || status === 'running' || endedAt === undefined) return false;
  if (undo !== undefined && undo.state !== 'failed') return false;
  const hasDone = progress.created + progress.updated + progress.unchanged > 0;
  return hasDone && now - endedAt < undoForMs;
}

/** What else is known of one import. */
export interface ImportState {
  row: ImportRow;
  settings: ImportSettings;
  progress: ImportProgress;
  /** The first of the run. */
  issues: readonly ImportIssue[];
  validation: ImportBody['validation'];
  /** The latest import that was run of the same content. */
  sameAs: ImportRow | undefined;
  now: number;
}

const shownIssues = 100;

/** An import as its own page shows it. */
export function toImportBody(state: ImportState): ImportBody {
  const { row, settings, progress, issues, validation, sameAs, now } = state;
  const { detected, format, identifier, options, columns, targets, warnings } = settings;
  const suggested = suggestTargets(columns, identifier);
  return {
    ...toSummaryBody(row, progress, now),
    detected,
    format,
    identifier,
    options,
    mapping: targets.map((to, column) => ({ column, to })),
    columns: columns.map(({ name, samples, kind, notation, filled }, index) => ({
      index,
      name,
      samples,
      kind,
      ...(notation && { notation }),
      filled,
      suggested: suggested[index] ?? { type: 'skip' },
    })),
    warnings,
    sameAs:
      sameAs?.startedAt === undefined
        ? null
        : { id: sameAs.id, name: sameAs.name, startedAt: formatInstant(sameAs.startedAt) },
    validation,
    issues: issues.slice(0, shownIssues),
  };
}

function formatInstant(at: number): string {
  return new Date(at).toISOString();
}
