import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportRow } from '../../store/exports.ts';

/** The folder of the files, which nobody but the server may read. */
export interface ExportFolder {
  /** Writes pieces into a file, which is there, whole and on disk, when it resolves; says its bytes. */
  write(row: ExportRow, pieces: AsyncIterable<string>): Promise<number>;
  pathOf(row: ExportRow): string;
  /** Removes every file that is not of one of these. */
  keepOnly(rows: readonly ExportRow[]): Promise<void>;
}

export function openExportFolder(folder: string): ExportFolder {
  const nameOf = ({ project, id, format }: ExportRow) => `${project}-${id}.${format}`;
  const pathOf = (row: ExportRow) => join(folder, nameOf(row));

  return {
    pathOf,
    async write(row, pieces) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const path = pathOf(row);
      const part = `${path}.part`;
      const file = await open(part, 'w', 0o600);
      try {
        for await (const piece of pieces) await file.write(piece);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(part, path);
      return (await stat(path)).size;
    },
    async keepOnly(rows) {
      const kept = new Set(rows.map(nameOf));
      const names = await readdir(folder).catch((error: unknown) => {
        // There was no export yet.
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
        throw error;
      });
      for (const name of names) {
        if (!kept.has(name)) await rm(join(folder, name), { force: true });
      }
    },
  };
}
