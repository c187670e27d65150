import { eventSources } from '@muster/conditions';
import * as z from 'zod';
import { instantSchema } from './instant.ts';
import { commonProblems, problemErrorSchema } from './problem.ts';
import { projectParams } from './project.ts';
import { defineRoute, jsonReply } from './route.ts';

const tags = ['Users'];

/** A value of an attribute, a trait or a property. */
export const valueSchema = z
  .union([
    z.string(),
    z.number(),
    z.boolean(),
    z.array(z.union([z.string(), z.number(), z.boolean()])),
  ])
  .meta({ id: 'Value' });

/** What lists and exports show of a user; `null` is a missing value. */
export const userSchema = z
  .object({
    id: z.string().nullable().meta({ description: 'The user id; null while anonymous.' }),
    anonymousId: z.string().nullable(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    language: z.string().nullable(),
    firstSeen: instantSchema.nullable(),
    lastActivity: instantSchema.nullable(),
    created: instantSchema,
    sessions: z.int(),
    tags: z.array(z.string()),
  })
  .meta({ id: 'User' });

export type UserBody = z.infer<typeof userSchema>;

const stampedSchema = z
  .object({
    value: valueSchema,
    source: z.string().meta({ description: 'Who set it last.', example: 'API' }),
    updatedAt: instantSchema,
  })
  .meta({ id: 'SourcedValue' });

/** When a user first and last saw, last completed and last dismissed an experience. */
export const interactionShape = {
  firstSeen: instantSchema.nullable(),
  seen: instantSchema.nullable().meta({ description: 'When she last saw it.' }),
  completed: instantSchema.nullable(),
  dismissed: instantSchema.nullable(),
};

/** The latest answer to one step. */
export const answerSchema = z
  .object({
    experienceId: z.string(),
    stepId: z.string(),
    value: valueSchema,
    answeredAt: instantSchema,
  })
  .meta({ id: 'Answer' });

const profileSchema = userSchema
  .extend({
    interactions: z.array(
      z.object({ experienceId: z.string(), ...interactionShape }).meta({ id: 'Interaction' }),
    ),
    answers: z.array(answerSchema),
    attributes: z.record(z.string(), stampedSchema),
    traits: z.record(z.string(), stampedSchema),
  })
  .meta({ id: 'Profile' });

export type ProfileBody = z.infer<typeof profileSchema>;

export const userParams = projectParams.extend({
  userId: z.string().meta({ description: 'Percent-encoded, e.g. `a%2Fb` for `a/b`.' }),
});

export const kindQuery = z.object({
  kind: z.enum(['user', 'anonymous']).optional().meta({
    description: 'What the id in the path is. Default: a user id, or else an anonymous id.',
  }),
});

export const getUserRoute = defineRoute({
  operationId: 'getUser',
  method: 'get',
  path: '/api/projects/{projectId}/users/{userId}',
  scope: 'read',
  tags,
  summary: 'The profile of one user',
  request: { params: userParams, query: kindQuery },
  responses: { 200: jsonReply('The profile.', profileSchema), ...commonProblems },
});

export const eraseUserRoute = defineRoute({
  operationId: 'eraseUser',
  method: 'delete',
  path: '/api/projects/{projectId}/users/{userId}',
  scope: 'write',
  tags,
  summary: 'Erase a user',
  description:
    'Removes profile, identities and events for good. What was sent before cannot bring the user back by being sent again.',
  request: { params: userParams, query: kindQuery },
  responses: { 204: { description: 'Nothing is known of the user any more.' }, ...commonProblems },
});

export const userEventSchema = z
  .object({
    source: z.enum(eventSources),
    name: z.string(),
    timestamp: instantSchema,
    messageId: z.string(),
    properties: z.record(z.string(), valueSchema),
  })
  .meta({ id: 'UserEvent' });

export type UserEventBody = z.infer<typeof userEventSchema>;

export const listUserEventsRoute = defineRoute({
  operationId: 'listUserEvents',
  method: 'get',
  path: '/api/projects/{projectId}/users/{userId}/events',
  scope: 'read',
  tags,
  summary: 'What a user did, newest first',
  description:
    'Current with the last accepted write. Follow `nextCursor`: an event that arrives meanwhile moves no other one to another page.',
  request: {
    params: userParams,
    query: kindQuery.extend({
      limit: z.coerce.number().int().min(1).max(1000).default(100),
      cursor: z.string().max(8000).optional().meta({ description: '`nextCursor` of a page.' }),
    }),
  },
  responses: {
    200: jsonReply(
      'One page.',
      z
        .object({
          events: z.array(userEventSchema),
          nextCursor: z.string().nullable().meta({ description: 'null: this is the last page.' }),
        })
        .meta({ id: 'UserEventPage' }),
    ),
    ...commonProblems,
  },
});

const membershipSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    member: z.boolean(),
    changesAt: instantSchema.nullable().meta({
      description:
        'The next instant at which this may change by itself, with no new data; null: never.',
    }),
    problems: z.array(problemErrorSchema).optional().meta({
      description: 'Why the segment cannot be evaluated: it then has nobody in it.',
    }),
  })
  .meta({ id: 'Membership' });

export type MembershipBody = z.infer<typeof membershipSchema>;

export const getUserSegmentsRoute = defineRoute({
  operationId: 'getUserSegments',
  method: 'get',
  path: '/api/projects/{projectId}/users/{userId}/segments',
  scope: 'read',
  tags,
  summary: 'Which segments a user is in, now',
  description: 'Evaluated from the store alone: current with the last accepted write.',
  request: { params: userParams, query: kindQuery },
  responses: {
    200: jsonReply('Every segment of the project.', z.array(membershipSchema)),
    ...commonProblems,
  },
});

export const explainMembershipRoute = defineRoute({
  operationId: 'explainMembership',
  method: 'get',
  path: '/api/projects/{projectId}/users/{userId}/segments/{segmentId}/why',
  scope: 'read',
  tags,
  summary: 'Why a user is in a segment, or is not',
  request: { params: userParams.extend({ segmentId: z.string() }), query: kindQuery },
  responses: {
    200: jsonReply(
      'The tree with each verdict and what it rests on.',
      membershipSchema
        .extend({
          now: instantSchema,
          why: z.unknown().meta({
            type: ['object', 'null'],
            description:
              'The groups and conditions, each with `verdict` and its evidence; null when the segment cannot be evaluated.',
          }),
        })
        .meta({ id: 'Explanation' }),
    ),
    ...commonProblems,
  },
});
