import * as z from 'zod';
import { importColumnSchema, importFormatSchema, importSettings } from './import-settings.ts';
import { instantSchema } from './instant.ts';
import { commonProblems, problemReplies } from './problem.ts';
import { projectParams } from './project.ts';
import { defineRoute, jsonBody, jsonReply } from './route.ts';

const tags = ['Imports'];
const importsPath = '/api/projects/{projectId}/imports';
const importPath = `${importsPath}/{importId}` as const;
const importParams = projectParams.extend({ importId: z.string() });

const countsSchema = z
  .object({
    created: z.int().meta({ description: 'Rows that made a user.' }),
    updated: z.int().meta({ description: 'Rows that changed a value of a known user.' }),
    unchanged: z.int().meta({ description: 'Rows that said nothing new of a known user.' }),
    skipped: z.int().meta({ description: 'Rows that the options left out.' }),
    refused: z.int().meta({ description: 'Rows of which nothing was taken; the report says why.' }),
  })
  .meta({ id: 'ImportCounts', description: 'Every row counts once.' });

const undoSchema = z
  .object({
    state: z.enum(['running', 'done', 'failed']),
    at: instantSchema.meta({ description: 'When it was asked for.' }),
    by: z.string(),
    restored: z.int().meta({ description: 'Users who got values back, or lost those set.' }),
    removed: z.int().meta({ description: 'Users whom the import had made, and who are gone.' }),
    kept: z.int().meta({
      description:
        'Users whom the import had made, and who stay: something newer is known of them.',
    }),
    failure: z.string().nullable(),
  })
  .meta({ id: 'ImportUndo' });

const summarySchema = z
  .object({
    id: z.string(),
    name: z.string().meta({ description: 'As the condition “imported in” names it.' }),
    description: z.string(),
    fileName: z.string(),
    fileBytes: z.int(),
    status: z.enum(['draft', 'running', 'done', 'failed', 'cancelled']),
    createdAt: instantSchema,
    createdBy: z.string(),
    startedAt: instantSchema.nullable(),
    endedAt: instantSchema.nullable(),
    progress: z.object({ rows: z.int(), ofRows: z.int() }).meta({
      description: 'Data rows that are done: what is said here is durable.',
    }),
    counts: countsSchema,
    segmentId: z.string().nullable().meta({ description: 'The segment that was made with it.' }),
    isUndoable: z.boolean(),
    undo: undoSchema.nullable(),
    failure: z.string().nullable().meta({ description: 'Why it failed, in a sentence.' }),
  })
  .meta({ id: 'ImportSummary' });

export type ImportSummaryBody = z.infer<typeof summarySchema>;

const issueSchema = z
  .object({
    row: z.int().meta({ description: '1 is the first row below the header; blank rows are none.' }),
    column: z.string().meta({ description: 'Empty when it is about the row.' }),
    value: z.string().meta({ description: 'As it stands in the file, cut to 100 characters.' }),
    reason: z.string(),
    scope: z.enum(['row', 'cell', 'note']).meta({
      description:
        '`row`: nothing of it is taken. `cell`: the rest of the row is. `note`: all is taken.',
    }),
  })
  .meta({ id: 'ImportIssue' });

export type ImportIssueBody = z.infer<typeof issueSchema>;

const validationSchema = z
  .object({
    state: z.enum(['running', 'done', 'failed']),
    rows: z.int(),
    ofRows: z.int(),
    creates: z.int().meta({ description: 'Rows of users who are not known yet.' }),
    updates: z.int().meta({ description: 'Rows of users who are known.' }),
    skips: z.int().meta({ description: 'Rows that the options leave out.' }),
    refused: z.int().meta({ description: 'Rows of which nothing would be taken.' }),
    reasons: z
      .array(
        z.object({
          reason: z.string(),
          column: z.string(),
          scope: issueSchema.shape.scope,
          count: z.int(),
        }),
      )
      .meta({ description: 'Most frequent first; at most 100.' }),
    issues: z.array(issueSchema).meta({ description: 'The first 100; all are in the report.' }),
    failure: z.string().nullable(),
  })
  .meta({ id: 'ImportValidation' });

const importSchema = summarySchema
  .extend({
    detected: importFormatSchema.meta({ description: 'What the file looks like.' }),
    ...importSettings,
    columns: z.array(importColumnSchema),
    warnings: z.array(z.string()).meta({
      description: 'What is odd about the file: columns of one name, rows of another length …',
    }),
    sameAs: z
      .object({ id: z.string(), name: z.string(), startedAt: instantSchema })
      .nullable()
      .meta({ description: 'The latest import of a file with this very content.' }),
    validation: validationSchema.nullable().meta({
      description: 'Of the settings as they are: a change of them forgets it.',
    }),
    issues: z.array(issueSchema).meta({ description: 'Of the run: the first 100.' }),
  })
  .meta({ id: 'Import' });

export type ImportBody = z.infer<typeof importSchema>;

const changeSchema = z
  .strictObject({
    name: importSettings.name.optional(),
    description: importSettings.description.optional(),
    format: importFormatSchema.partial().optional().meta({
      description: 'Reads the file anew: identifier and mapping become what is suggested then.',
    }),
    identifier: importSettings.identifier.optional(),
    mapping: importSettings.mapping.optional().meta({
      description: 'The columns that are named; the others stay as they are.',
    }),
    options: importSettings.options.partial().optional(),
  })
  .meta({ id: 'ImportChange' });

export type ImportChange = z.infer<typeof changeSchema>;

const importReply = (description: string) => jsonReply(description, importSchema);

export const listImportsRoute = defineRoute({
  operationId: 'listImports',
  method: 'get',
  path: importsPath,
  scope: 'read',
  tags,
  summary: 'Every import, newest first',
  request: { params: projectParams },
  responses: {
    200: jsonReply(
      'Drafts included.',
      z.object({
        imports: z.array(summarySchema),
        maxFileBytes: z.int().meta({ description: 'Most bytes of a file that is uploaded.' }),
      }),
    ),
    ...commonProblems,
  },
});

export const createImportRoute = defineRoute({
  operationId: 'createImport',
  method: 'post',
  path: importsPath,
  scope: 'write',
  tags,
  summary: 'Upload a file: a draft with what it looks like',
  description:
    'The body is the file itself, whatever its content type. Refused: `file_too_large` (413), `file_empty`, `file_not_csv` (a workbook or archive), `file_has_no_rows`.',
  request: {
    params: projectParams,
    query: z.object({ fileName: z.string().min(1).max(1000) }),
    body: {
      required: true,
      content: { 'text/csv': { schema: z.string().meta({ description: 'The file.' }) } },
    },
  },
  streamsBody: true,
  responses: { 201: importReply('The draft.'), ...commonProblems, ...problemReplies(413, 415) },
});

export const getImportRoute = defineRoute({
  operationId: 'getImport',
  method: 'get',
  path: importPath,
  scope: 'read',
  tags,
  summary: 'One import: how far it is, and what came of it',
  request: { params: importParams },
  responses: { 200: importReply('The import.'), ...commonProblems },
});

export const previewImportRoute = defineRoute({
  operationId: 'previewImport',
  method: 'get',
  path: `${importPath}/preview`,
  scope: 'read',
  tags,
  summary: 'The first rows of a draft, also as another format would read them',
  description: 'Saves nothing. What is not given is as it is in the draft.',
  request: {
    params: importParams,
    query: z.object({
      encoding: importFormatSchema.shape.encoding.optional(),
      delimiter: importFormatSchema.shape.delimiter.optional(),
      quote: z.enum(['"', "'", 'none']).optional(),
    }),
  },
  responses: {
    200: jsonReply(
      'At most 20 rows.',
      z
        .object({
          columns: z.array(z.string()),
          rows: z.array(z.array(z.string())),
          problems: z.array(issueSchema),
        })
        .meta({ id: 'ImportPreview' }),
    ),
    ...commonProblems,
    ...problemReplies(409),
  },
});

export const changeImportRoute = defineRoute({
  operationId: 'changeImport',
  method: 'patch',
  path: importPath,
  scope: 'write',
  tags,
  summary: 'Change the settings of a draft',
  request: { params: importParams, body: jsonBody(changeSchema) },
  responses: {
    200: importReply('The draft as it is now.'),
    ...commonProblems,
    ...problemReplies(400, 409, 413, 415),
  },
});

/** What can be asked for of one import, by a call without a body. */
const actionResponses = {
  202: importReply('It has begun; `GET` says how far it is.'),
  ...commonProblems,
  ...problemReplies(409),
} as const;

export const validateImportRoute = defineRoute({
  operationId: 'validateImport',
  method: 'post',
  path: `${importPath}/validate`,
  scope: 'write',
  tags,
  summary: 'Read a draft as it would be run, row by row, and change nothing',
  request: { params: importParams },
  responses: actionResponses,
});

export const runImportRoute = defineRoute({
  operationId: 'runImport',
  method: 'post',
  path: `${importPath}/run`,
  scope: 'write',
  tags,
  summary: 'Run a draft; or go on with one that failed',
  description:
    'It runs in the server, whoever listens, and goes on after a restart; each row is applied once.',
  request: { params: importParams },
  responses: actionResponses,
});

export const cancelImportRoute = defineRoute({
  operationId: 'cancelImport',
  method: 'post',
  path: `${importPath}/cancel`,
  scope: 'write',
  tags,
  summary: 'Stop an import that runs',
  description: 'What it has applied stays; `undo` takes it back.',
  request: { params: importParams },
  responses: {
    200: importReply('It has stopped.'),
    ...commonProblems,
    ...problemReplies(409),
  },
});

export const undoImportRoute = defineRoute({
  operationId: 'undoImport',
  method: 'post',
  path: `${importPath}/undo`,
  scope: 'write',
  tags,
  summary: 'Take back what an import has set',
  description:
    'A value that the import replaced comes back where nothing newer was written; a user whom it made is removed where nothing newer is known of her.',
  request: { params: importParams },
  responses: actionResponses,
});

export const deleteImportRoute = defineRoute({
  operationId: 'deleteImport',
  method: 'delete',
  path: importPath,
  scope: 'write',
  tags,
  summary: 'Delete a draft and its file',
  request: { params: importParams },
  responses: {
    204: { description: 'It is gone.' },
    ...commonProblems,
    ...problemReplies(409),
  },
});

export const importReportRoute = defineRoute({
  operationId: 'getImportReport',
  method: 'get',
  path: `${importPath}/report.csv`,
  scope: 'read',
  tags,
  summary: 'Which rows and cells were, or would be, refused, and why, as CSV',
  description:
    'Columns `row, column, value, reason`. Of a draft: once it has been validated. Of a run: the first 100,000.',
  request: { params: importParams },
  responses: {
    200: { description: 'In order of the rows.', content: { 'text/csv': { schema: z.string() } } },
    ...commonProblems,
    ...problemReplies(409),
  },
});

const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: `Default: ${fallback}.` });

export const importCsvRoute = defineRoute({
  operationId: 'importCsv',
  method: 'post',
  path: '/api/import/csv',
  scope: 'write',
  tags,
  summary: 'Import a CSV file, in one call',
  description:
    'Multipart. The file is read at once and the import begins; `statusUrl` says how far it is. Each column becomes the native field or custom attribute of its name, with the type that its values have.',
  request: {
    body: {
      required: true,
      content: {
        'multipart/form-data': {
          schema: z
            .object({
              file: z.string().meta({ format: 'binary', description: 'The file.' }),
              csvIdentifierColumn: z.string().meta({
                description: 'The column by which users are found.',
              }),
              jimoIdentifier: z.enum(['ID', 'EMAIL']).optional().meta({
                description: 'What that column holds. Default: ID.',
              }),
              enableAddUser: flag(true),
              enableUpdateUser: flag(true),
              createSegment: flag(false),
              allowNewProperties: flag(true),
              name: z.string().optional(),
              description: z.string().optional(),
            })
            .meta({ id: 'CsvImport' }),
        },
      },
    },
  },
  responses: {
    202: jsonReply(
      'It has begun.',
      z
        .object({ importId: z.string(), status: z.string(), statusUrl: z.string() })
        .meta({ id: 'CsvImportReply' }),
    ),
    ...problemReplies(400, 401, 403, 404, 413, 415, 422, 429, 503),
  },
});
