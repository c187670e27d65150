import type { ImportBody, ImportChange } from '@muster/protocol';
import { Hono } from 'hono';
import type { AppEnv } from '../../http/app-env.ts';
import type { Authenticator, Caller } from '../../http/authenticate.ts';
import { HttpProblem } from '../../http/problem.ts';
import { refuseEncoded } from '../../http/read-body.ts';
import type { CatalogService } from '../catalog/catalog-service.ts';
import { type CsvWishes, readCsvWishes, refuseField } from './csv-wishes.ts';
import type { ImportService } from './import-service.ts';
import { readMultipart } from './read-multipart.ts';

interface Parts {
  imports: ImportService;
  authenticator: Authenticator;
  catalog: Pick<CatalogService, 'read'>;
}

/**
 * `POST /api/import/csv`: upload, settings and run in one call, for servers. An app of its own, since the
 * project is that of the key, and the body is read as it comes.
 */
export function createCsvRoutes({ imports, authenticator, catalog }: Parts): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.post('/api/import/csv', async (c) => {
    const request = c.req.raw;
    const caller = await authenticator.authenticateKey(request.headers, 'write');
    refuseEncoded(request.headers);
    const { project } = caller;
    const { fields, file: draft } = await readMultipart(request, 'file', {
      onFile: (fileName, chunks) => imports.create(caller, { fileName, chunks }),
      onDrop: ({ id }) => imports.remove(caller, id),
    });
    if (draft === undefined) throw refuseField('file', 'Send the CSV file as the field "file".');
    const importId = draft.id;
    try {
      const body = await imports.get(project.number, importId);
      await imports.change(caller, importId, await toChange(caller, body, readCsvWishes(fields)));
      await imports.run(caller, importId);
    } catch (error) {
      // Nobody knows its id yet.
      await imports.remove(caller, importId).catch((failure: unknown) => {
        if (!(failure instanceof HttpProblem)) throw failure;
      });
      throw error;
    }
    const statusUrl = `/api/projects/${encodeURIComponent(project.id)}/imports/${importId}`;
    const { status } = await imports.get(project.number, importId);
    return c.json({ importId, status, statusUrl }, 202, { location: statusUrl });
  });

  async function toChange(
    { project }: Caller,
    body: ImportBody,
    wishes: CsvWishes,
  ): Promise<ImportChange> {
    const { name = body.fileName, description = '', allowsNewKeys, ...rest } = wishes;
    const { column, matches, createUsers, updateUsers, createsSegment } = rest;
    const named = body.columns.filter((one) => one.name === column);
    const [identified] = named;
    if (identified === undefined) {
      const list = body.columns.map((one) => JSON.stringify(one.name)).slice(0, 100);
      const detail = `There is no column ${JSON.stringify(column)}. The columns are: ${list.join(', ')}.`;
      throw refuseField('csvIdentifierColumn', detail);
    }
    const segment = createsSegment ? { name } : null;
    return {
      name,
      description,
      identifier: { column: identified.index, matches },
      options: { createUsers, updateUsers, segment },
      ...(!allowsNewKeys && { mapping: await leaveOutNewKeys(project, body) }),
    };
  }

  async function leaveOutNewKeys(project: Caller['project'], { mapping }: ImportBody) {
    const known = new Set((await catalog.read(project)).attributes.map(({ key }) => key));
    return mapping
      .filter(({ to }) => to.type === 'attribute' && !known.has(to.key))
      .map(({ column }) => ({ column, to: { type: 'skip' as const } }));
  }

  return app;
}
