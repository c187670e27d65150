import * as z from 'zod';
import { instantSchema } from './instant.ts';
import { commonProblems, problemReplies } from './problem.ts';
import { projectParams } from './project.ts';
import { defineRoute, jsonBody, jsonReply } from './route.ts';

const tags = ['Exports'];
const path = '/api/projects/{projectId}/exports';

const exportSchema = z
  .object({
    id: z.string(),
    fileName: z.string(),
    format: z.enum(['json', 'csv', 'ndjson']),
    state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled', 'expired']).meta({
      description:
        'expired: the file is gone, after seven days or because a user of the project was erased since.',
    }),
    users: z.int().meta({ description: 'Written so far.' }),
    ofUsers: z.int().nullable().meta({ description: 'null until they have been looked for.' }),
    bytes: z.int().nullable().meta({ description: 'Of the file, once it is done.' }),
    failure: z.string().nullable(),
    createdAt: instantSchema,
    createdBy: z.string(),
    endedAt: instantSchema.nullable(),
    expiresAt: instantSchema.nullable(),
  })
  .meta({ id: 'Export' });

export type ExportBody = z.infer<typeof exportSchema>;

export const startExportRoute = defineRoute({
  operationId: 'startExport',
  method: 'post',
  path,
  scope: 'read',
  tags,
  summary: 'Write everybody in a segment, or who matches, into a file',
  description:
    'For audiences that take longer to write than a download should wait; `GET …/segments/{id}/users` and `GET …/audience/users` stream the same. Who is in it is asked once, with relative dates as of the request. It goes on without whoever asked, and begins again after a restart.',
  request: {
    params: projectParams,
    body: jsonBody(
      z
        .strictObject({
          segmentId: z.string().optional().meta({ description: 'Either this or `conditions`.' }),
          conditions: z
            .unknown()
            .optional()
            .meta({ description: 'A tree, as of `POST /audience`.' }),
          format: z.enum(['json', 'csv', 'ndjson']).default('csv'),
          columns: z.array(z.string()).max(1000).default([]).meta({
            description: 'Of a CSV file, as `column` of `GET …/audience/users`.',
          }),
        })
        .meta({ id: 'NewExport', required: [] }),
    ),
  },
  responses: {
    202: jsonReply('It has a place in the queue.', exportSchema),
    ...commonProblems,
    ...problemReplies(400, 409, 413, 415),
  },
});

export const listExportsRoute = defineRoute({
  operationId: 'listExports',
  method: 'get',
  path,
  scope: 'read',
  tags,
  summary: 'Files that were asked for, the latest first',
  request: { params: projectParams },
  responses: {
    200: jsonReply('They are listed for 30 days.', z.object({ exports: z.array(exportSchema) })),
    ...commonProblems,
  },
});

const exportParams = projectParams.extend({ exportId: z.string() });

export const getExportRoute = defineRoute({
  operationId: 'getExport',
  method: 'get',
  path: `${path}/{exportId}`,
  scope: 'read',
  tags,
  summary: 'How far a file is',
  request: { params: exportParams },
  responses: { 200: jsonReply('As it is now.', exportSchema), ...commonProblems },
});

export const downloadExportRoute = defineRoute({
  operationId: 'downloadExport',
  method: 'get',
  path: `${path}/{exportId}/file`,
  scope: 'read',
  tags,
  summary: 'The file',
  request: { params: exportParams },
  responses: {
    200: {
      description: 'As it was written.',
      content: {
        'application/json': { schema: z.array(z.unknown()) },
        'application/x-ndjson': { schema: z.string() },
        'text/csv': { schema: z.string() },
      },
    },
    ...commonProblems,
    ...problemReplies(409),
  },
});

export const cancelExportRoute = defineRoute({
  operationId: 'cancelExport',
  method: 'post',
  path: `${path}/{exportId}/cancel`,
  scope: 'read',
  tags,
  summary: 'Stop writing a file',
  description: 'Does nothing to one that has ended.',
  request: { params: exportParams },
  responses: { 200: jsonReply('As it is now.', exportSchema), ...commonProblems },
});

export const deleteExportRoute = defineRoute({
  operationId: 'deleteExport',
  method: 'delete',
  path: `${path}/{exportId}`,
  scope: 'write',
  tags,
  summary: 'Delete a file',
  request: { params: exportParams },
  responses: { 204: { description: 'It is gone.' }, ...commonProblems },
});
