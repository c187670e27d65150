import { eventSources } from '@muster/conditions';
import * as z from 'zod';
import { indexProblems, noteShape, catalogTags as tags } from './catalog.ts';
import { paragraphSchema } from './plain-text.ts';
import { commonProblems, problemReplies } from './problem.ts';
import { projectParams } from './project.ts';
import { defineRoute, jsonBody, jsonReply } from './route.ts';
import { wellFormed } from './well-formed.ts';

const keyName = z
  .string()
  .min(1)
  .max(200)
  .refine(...wellFormed);
const eventName = z.string().min(1).max(700);

/** Something that the catalog lists. */
export const subjectSchema = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('attribute'),
      source: z.enum(['native', 'custom', 'trait']),
      key: keyName,
    }),
    z.strictObject({ type: z.literal('event'), source: z.enum(eventSources), name: eventName }),
    z.strictObject({
      type: z.literal('property'),
      source: z.enum(eventSources),
      name: eventName.meta({ description: 'Of the event.' }),
      key: keyName,
    }),
  ])
  .meta({ id: 'CatalogSubject' });

export type CatalogSubject = z.infer<typeof subjectSchema>;

export const changeNoteRoute = defineRoute({
  operationId: 'changeCatalogNote',
  method: 'patch',
  path: '/api/projects/{projectId}/catalog',
  scope: 'write',
  tags,
  summary: 'Hide or describe an attribute, an event or a property',
  description:
    'What is hidden is not offered by builders; conditions that name it go on as before, and nothing of the data changes.',
  request: {
    params: projectParams,
    body: jsonBody(
      z
        .strictObject({
          subject: subjectSchema,
          hidden: z.boolean().optional(),
          description: paragraphSchema(500).optional(),
        })
        .meta({ id: 'CatalogNoteChange', required: ['subject'] }),
    ),
  },
  responses: {
    200: jsonReply(
      'The note as it is now.',
      z.object({ subject: subjectSchema, ...noteShape }).meta({ id: 'CatalogNote' }),
    ),
    ...commonProblems,
    ...problemReplies(400, 413, 415),
  },
});

export const removeAttributeRoute = defineRoute({
  operationId: 'removeAttribute',
  method: 'post',
  path: '/api/projects/{projectId}/catalog/remove-attribute',
  scope: 'write',
  tags,
  summary: 'Remove an attribute or a trait from users',
  description:
    'From at most `limit` of those who have it: call again until `remaining` is 0. Refused with 409 and `usedBy` while conditions or texts name it, so no audience changes. Whoever sends the key again brings it back.',
  request: {
    params: projectParams,
    body: jsonBody(
      z
        .strictObject({
          source: z.enum(['custom', 'trait']),
          key: keyName,
          limit: z.int().min(1).max(10_000).default(2_000),
        })
        .meta({ id: 'AttributeRemoval', required: ['source', 'key'] }),
    ),
  },
  responses: {
    200: jsonReply(
      'What was done.',
      z
        .object({
          removed: z.int().meta({ description: 'Users who had it until now.' }),
          remaining: z.int().meta({ description: 'Users who still have it.' }),
        })
        .meta({ id: 'AttributeRemovalResult' }),
    ),
    ...indexProblems,
    ...problemReplies(400, 409, 413, 415),
  },
});
