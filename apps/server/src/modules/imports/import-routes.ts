import { OpenAPIHono } from '@hono/zod-openapi';
import {
  cancelImportRoute,
  changeImportRoute,
  createImportRoute,
  deleteImportRoute,
  getImportRoute,
  importReportRoute,
  listImportsRoute,
  previewImportRoute,
  runImportRoute,
  undoImportRoute,
  validateImportRoute,
} from '@muster/protocol';
import type { Context } from 'hono';
import type { AppEnv } from '../../http/app-env.ts';
import { toBodyStream } from '../../http/body-stream.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import { refuseEncoded } from '../../http/read-body.ts';
import type { ImportService } from './import-service.ts';

/** Imports of CSV files, as the dashboard and the command line ask for them. */
export function createImportRoutes(guard: GuardRoute, imports: ImportService) {
  const app = new OpenAPIHono<AppEnv>();
  const projectOf = (c: Context<AppEnv>) => c.get('caller').project.number;

  app.openapi(guard(listImportsRoute), async (c) => {
    const { maxFileBytes } = imports;
    return c.json({ imports: await imports.list(projectOf(c)), maxFileBytes }, 200);
  });

  app.openapi(guard(createImportRoute), async (c) => {
    const { fileName } = c.req.valid('query');
    refuseEncoded(c.req.raw.headers);
    const chunks = c.req.raw.body ?? new ReadableStream({ start: (empty) => empty.close() });
    const { id } = await imports.create(c.get('caller'), { fileName, chunks });
    return c.json(await imports.get(projectOf(c), id), 201);
  });

  app.openapi(guard(getImportRoute), async (c) => {
    const { importId } = c.req.valid('param');
    return c.json(await imports.get(projectOf(c), importId), 200);
  });

  app.openapi(guard(previewImportRoute), async (c) => {
    const { importId } = c.req.valid('param');
    const { quote, ...wish } = c.req.valid('query');
    const wished = { ...wish, ...(quote && { quote: quote === 'none' ? null : quote }) };
    return c.json(await imports.preview(projectOf(c), importId, wished), 200);
  });

  app.openapi(guard(changeImportRoute), async (c) => {
    const { importId } = c.req.valid('param');
    await imports.change(c.get('caller'), importId, c.req.valid('json'));
    return c.json(await imports.get(projectOf(c), importId), 200);
  });

  app.openapi(guard(deleteImportRoute), async (c) => {
    await imports.remove(c.get('caller'), c.req.valid('param').importId);
    return c.body(null, 204);
  });

  app.openapi(guard(validateImportRoute), async (c) => {
    const { importId } = c.req.valid('param');
    await imports.validate(projectOf(c), importId);
    return c.json(await imports.get(projectOf(c), importId), 202);
  });

  app.openapi(guard(runImportRoute), async (c) => {
    const { importId } = c.req.valid('param');
    await imports.run(c.get('caller'), importId);
    return c.json(await imports.get(projectOf(c), importId), 202);
  });

  app.openapi(guard(cancelImportRoute), async (c) => {
    const { importId } = c.req.valid('param');
    await imports.cancel(c.get('caller'), importId);
    return c.json(await imports.get(projectOf(c), importId), 200);
  });

  app.openapi(guard(undoImportRoute), async (c) => {
    const { importId } = c.req.valid('param');
    await imports.undo(c.get('caller'), importId);
    return c.json(await imports.get(projectOf(c), importId), 202);
  });

  app.openapi(guard(importReportRoute), async (c) => {
    const { row, text } = await imports.report(projectOf(c), c.req.valid('param').importId);
    const name = `${row.fileName.replace(/\.[^.]*$/, '').replace(/[^\w.-]+/g, '_')}-report.csv`;
    return new Response(toBodyStream(text), {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${name}"`,
      },
    });
  });

  return app;
}
