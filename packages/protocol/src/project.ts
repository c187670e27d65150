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

const rateLimitSchema = z
  .strictObject({
    count: z.int().min(1).max(100),
    hours: z.int().min(1).max(8760),
  })
  .meta({ id: 'RateLimit' });

/** How many experiences that come by themselves one person may see in so many hours. */
export type RateLimit = z.infer<typeof rateLimitSchema>;

const projectSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    timeZone: z.string().meta({
      description: 'IANA name. Dates without a time are midnight there.',
      example: 'Europe/Paris',
    }),
    identifyVerification: z.boolean().meta({
      description: 'Whether a browser must prove by a signature which user it is.',
    }),
    rateLimit: rateLimitSchema.nullable().meta({
      description:
        'How many tours, surveys, banners and hints a person may see in so many hours; null: any number.',
    }),
    explainsInPages: z.boolean().meta({
      description:
        'Whether pages in debug mode may be told why experiences are shown or not. Anybody can ask.',
    }),
    recordsMoves: z.boolean().meta({
      description:
        'Whether who enters or leaves a saved segment has a native event of it, `segment entered` or `segment left`.',
    }),
    eventRetentionDays: z.int().nullable().meta({
      description: 'Events that are older are removed, within hours; null: none are.',
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

/** What a member may do. */
export const roleSchema = z.enum(['viewer', 'editor', 'admin']).meta({
  id: 'Role',
  description:
    'viewer: reads. editor: writes. admin: members, keys and settings, and deleting the project, too.',
});

export type RoleBody = z.infer<typeof roleSchema>;

/** A project as one of its members sees it. */
export const ownProjectSchema = projectSchema
  .extend({ role: roleSchema })
  .meta({ id: 'OwnProject' });

export type OwnProjectBody = z.infer<typeof ownProjectSchema>;

const timeZoneSchema = z.string().refine(isTimeZone, 'It must be an IANA time zone.');

export const patchProjectRoute = defineRoute({
  operationId: 'changeProject',
  method: 'patch',
  path: '/api/projects/{projectId}',
  scope: 'write',
  role: 'admin',
  tags,
  summary: 'Change the settings of the project',
  description:
    'No API key may change whether browsers have to prove who they are. A new time zone changes which dates fall on which day: the index of the project is made anew, and questions about populations wait for that.',
  request: {
    params: projectParams,
    body: jsonBody(
      z
        .strictObject({
          name: lineSchema(200).optional(),
          timeZone: timeZoneSchema.optional(),
          identifyVerification: z.boolean().optional(),
          rateLimit: rateLimitSchema.nullable().optional(),
          explainsInPages: z.boolean().optional(),
          recordsMoves: z.boolean().optional(),
          eventRetentionDays: z.int().min(1).max(3650).nullable().optional(),
        })
        .meta({ id: 'ProjectChange' }),
    ),
  },
  responses: {
    200: jsonReply('The project as it is now.', projectSchema),
    ...commonProblems,
    ...problemReplies(400, 413, 415),
  },
});

export const deleteProjectRoute = defineRoute({
  operationId: 'deleteProject',
  method: 'delete',
  path: '/api/projects/{projectId}',
  scope: 'admin',
  tags,
  summary: 'Delete the project and everything in it',
  description:
    'It cannot be undone. From the answer on there is no such project, for whoever asks; what is stored of it is removed in the background. The name has to be sent, so that nobody does it by mistake. The last project of the server stays: only who is an admin of a project may make another.',
  request: {
    params: projectParams,
    body: jsonBody(
      z
        .strictObject({
          name: z.string().max(1000).meta({ description: 'The name of the project, exactly.' }),
        })
        .meta({ id: 'ProjectDeletion' }),
    ),
  },
  responses: {
    204: { description: 'There is no such project any more.' },
    ...commonProblems,
    ...problemReplies(400, 409, 413, 415),
  },
});

export const createProjectRoute = defineRoute({
  operationId: 'createProject',
  method: 'post',
  path: '/api/projects',
  scope: 'account',
  tags,
  summary: 'Make a project',
  description: 'For whoever is an admin of a project already; she becomes the admin of this one.',
  request: {
    body: jsonBody(
      z
        .strictObject({ name: lineSchema(200), timeZone: timeZoneSchema.default('UTC') })
        .meta({ id: 'NewProject', required: ['name'] }),
    ),
  },
  responses: {
    201: jsonReply('The project.', ownProjectSchema),
    ...problemReplies(400, 401, 403, 413, 415, 422, 503),
  },
});
