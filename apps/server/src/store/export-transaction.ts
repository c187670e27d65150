import { deleteExport, type ExportRow, findExport, listExports, putExport } from './exports.ts';
import type { Session } from './session.ts';

/** What can be read of files that were asked for. */
export interface ExportReads {
  /** Of one project or of all, the latest first. */
  exports(project?: number): Promise<ExportRow[]>;
  export(project: number, id: string): Promise<ExportRow | undefined>;
}

/** What can be written of them. */
export interface ExportWrites {
  /** Inserts or replaces it. */
  putExport(row: ExportRow): Promise<void>;
  /** False when there is none. */
  deleteExport(project: number, id: string): Promise<boolean>;
}

export function offerExportReads(session: Session): ExportReads {
  return {
    exports: (project) => listExports(session, project),
    export: (project, id) => findExport(session, project, id),
  };
}

export function offerExportWrites(session: Session): ExportWrites {
  return {
    putExport: (row) => putExport(session, row),
    deleteExport: (project, id) => deleteExport(session, project, id),
  };
}
