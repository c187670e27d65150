import { isTimeZone } from '@muster/conditions';
import * as z from 'zod';
import { instantSchema } from './instant.ts';
import { lineSchema } from './plain-text.ts';
import { commonProblems, problemReplies } from './problem.ts';
import { defineRoute, jsonBody, jsonReply } from './route.ts';

const tags = ['Project'];

/** The parameter of every path of a project. */
export const projectParams = z.object({
  projectId: z.string().meta({ description: 'The public id of the project.' }),
});

const projectSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    timeZone: z.string().meta({
      description: 'IANA name. Dates without a time are midnight there.',
      example: 'Europe/Paris',
    }),
    createdAt: instantSchema,
  })
  .meta({ id: 'Project' });

export type ProjectBody = z.infer<typeof projectSchema>;

export const getProjectRoute = defineRoute({
  operationId: 'getProject',
  method: 'get',
  path: '/api/projects/{projectId}',
  scope: 'read',
  tags,
  summary: 'The project',
  request: { params: projectParams },
  responses: { 200: jsonReply('The project.', projectSchema), ...commonProblems },
});

const timeZoneSchema = z.string().refine(isTimeZone, 'It must be an IANA time zone.');

export const patchProjectRoute = defineRoute({
  operationId: 'changeProject',
  method: 'patch',
  path: '/api/projects/{projectId}',
  scope: 'write',
  tags,
  summary: 'Change name or time zone',
  description:
    'A new time zone changes which dates fall on which day: the index of the project is made anew, and questions about populations wait for that.',
  request: {
    params: projectParams,
    body: jsonBody(
      z
        .strictObject({ name: lineSchema(200).optional(), timeZone: timeZoneSchema.optional() })
        .meta({ id: 'ProjectChange' }),
    ),
  },
  responses: {
    200: jsonReply('The project as it is now.', projectSchema),
    ...commonProblems,
    ...problemReplies(400, 413, 415),
  },
});
