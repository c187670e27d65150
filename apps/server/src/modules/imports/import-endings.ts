import type { ImportRow } from '../../store/import-rows.ts';
import type { Store } from '../../store/store.ts';
import { readImport } from './import-drafts.ts';
import type { ImportFiles } from './import-files.ts';

interface Parts {
  store: Store;
  files: ImportFiles;
  now: () => number;
}

/** How a run came to its end. */
export interface RunOutcome {
  status: 'done' | 'failed' | 'cancelled';
  failure?: string;
}

/**
 * Ends a run with what came of it; false when another has ended it, or the project has gone: then it stays
 * as it is.
 */
export async function endRun(
  { store, files, now }: Parts,
  { project, id }: ImportRow,
  by: string,
  outcome: RunOutcome,
): Promise<boolean> {
  const isMine = await store.write(async (tx) => {
    if (!(await tx.hasProject(project))) return false;
    const row = await readImport(tx, project, id);
    if (row.status !== 'running') return false;
    const { row: rows, issues: _, ...counts } = await tx.importProgress(row.number);
    const at = now();
    await tx.updateImport({ ...row, ...outcome, endedAt: at });
    const action = `import.${outcome.status}`;
    await tx.insertAudit({ project, at, by, action, subject: id, after: { rows, ...counts } });
    return true;
  });
  // One that failed may go on; of any other nobody reads the file again.
  if (isMine && outcome.status !== 'failed') await files.remove(id);
  return isMine;
}

/** Ends the undoing of an import, unless another has ended it or the project has gone. */
export async function endUndo(
  { store, now }: Pick<Parts, 'store' | 'now'>,
  { project, id }: ImportRow,
  state: 'done' | 'failed',
  failure?: string,
): Promise<void> {
  await store.write(async (tx) => {
    if (!(await tx.hasProject(project))) return;
    const row = await readImport(tx, project, id);
    if (row.undo?.state !== 'running') return;
    const undo = { ...row.undo, state, ...(failure !== undefined && { failure }) };
    await tx.updateImport({ ...row, undo });
    const { by, restored, removed, kept } = undo;
    const after = { state, restored, removed, kept };
    await tx.insertAudit({ project, at: now(), by, action: 'import.undone', subject: id, after });
  });
}
