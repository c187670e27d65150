import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { OpenAPIHono } from '@hono/zod-openapi';
import {
  cancelExportRoute,
  deleteExportRoute,
  downloadExportRoute,
  type ExportBody,
  getExportRoute,
  listExportsRoute,
  startExportRoute,
} from '@muster/protocol';
import type { AppEnv } from '../../http/app-env.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { ExportRow } from '../../store/exports.ts';
import { contentTypes } from '../segments/export-users.ts';
import type { ExportFolder } from './export-file.ts';
import type { ExportProgress } from './export-job.ts';
import type { ExportService } from './export-service.ts';

interface Parts {
  exports: ExportService;
  folder: ExportFolder;
  progressOf: (id: string) => ExportProgress | undefined;
}

/** Files of users, written by the server on its own. */
export function createExportJobRoutes(guard: GuardRoute, { exports, folder, progressOf }: Parts) {
  const app = new OpenAPIHono<AppEnv>();
  const show = (row: ExportRow) => toBody(row, progressOf(row.id));

  app.openapi(guard(startExportRoute), async (c) =>
    c.json(show(await exports.create(c.get('caller'), c.req.valid('json'))), 202),
  );

  app.openapi(guard(listExportsRoute), async (c) =>
    c.json({ exports: (await exports.list(c.get('caller'))).map(show) }, 200),
  );

  app.openapi(guard(getExportRoute), async (c) =>
    c.json(show(await exports.get(c.get('caller'), c.req.valid('param').exportId)), 200),
  );

  app.openapi(guard(cancelExportRoute), async (c) =>
    c.json(show(await exports.cancel(c.get('caller'), c.req.valid('param').exportId)), 200),
  );

  app.openapi(guard(deleteExportRoute), async (c) => {
    await exports.remove(c.get('caller'), c.req.valid('param').exportId);
    return c.body(null, 204);
  });

  app.openapi(guard(downloadExportRoute), async (c) => {
    const row = await exports.get(c.get('caller'), c.req.valid('param').exportId);
    if (row.state !== 'done') throw refuseFile();
    // Opened before the answer begins: from then on it can be read, even when it is deleted.
    const file = await open(folder.pathOf(row)).catch(() => {
      throw refuseFile();
    });
    const { size } = await file.stat();
    const stream = createReadStream('', { fd: file });
    return new Response(Readable.toWeb(stream) as ReadableStream, {
      headers: {
        'content-type': contentTypes[row.format],
        'content-length': String(size),
        'content-disposition': `attachment; filename="${row.fileName}"`,
      },
    });
  });

  return app;
}

function toBody(row: ExportRow, progress: ExportProgress | undefined): ExportBody {
  const { id, fileName, format, state, createdAt, createdBy, failure = null } = row;
  const { bytes = null, endedAt, expiresAt } = row;
  const isDone = state === 'done';
  return {
    ...{ id, fileName, format, state, failure, createdBy },
    users: progress?.users ?? row.users ?? 0,
    ofUsers: progress?.ofUsers ?? row.ofUsers ?? null,
    bytes,
    createdAt: new Date(createdAt).toISOString(),
    endedAt: endedAt === undefined ? null : new Date(endedAt).toISOString(),
    expiresAt: isDone && expiresAt !== undefined ? new Date(expiresAt).toISOString() : null,
  };
}

function refuseFile(): HttpProblem {
  const detail = 'The file is not written yet, or is gone: look at its state.';
  return new HttpProblem(409, 'export_not_ready', detail);
}
