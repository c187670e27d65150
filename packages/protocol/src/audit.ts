import * as z from 'zod';
import { instantSchema } from './instant.ts';
import { commonProblems } from './problem.ts';
import { projectParams } from './project.ts';
import { defineRoute, jsonReply } from './route.ts';

const contentSchema = z.unknown().meta({ description: 'What was written there; null: nothing.' });

const auditEntrySchema = z
  .object({
    id: z.int(),
    at: instantSchema,
    by: z.string(),
    action: z.string().meta({ example: 'segment.updated' }),
    subject: z
      .string()
      .meta({ description: 'The id of what was changed, as far as there is one.' }),
    before: contentSchema,
    after: contentSchema,
  })
  .meta({ id: 'AuditEntry' });

export type AuditEntryBody = z.infer<typeof auditEntrySchema>;

export const listAuditRoute = defineRoute({
  operationId: 'listAudit',
  method: 'get',
  path: '/api/projects/{projectId}/audit',
  scope: 'admin',
  tags: ['Project'],
  summary: 'Who changed what',
  request: {
    params: projectParams,
    query: z.object({
      limit: z.coerce.number().int().min(1).max(200).default(50),
      cursor: z.coerce
        .number()
        .int()
        .min(1)
        .optional()
        .meta({ description: '`nextCursor` of a page.' }),
    }),
  },
  responses: {
    200: jsonReply(
      'Newest first.',
      z.object({
        entries: z.array(auditEntrySchema),
        nextCursor: z.int().nullable().meta({ description: 'null: this is the last page.' }),
      }),
    ),
    ...commonProblems,
  },
});
