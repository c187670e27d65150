import { eventSources } from '@muster/conditions';
import * as z from 'zod';
import {
  eventQuery,
  indexProblems,
  kindSchema,
  noteShape,
  scalarSchema,
  catalogTags as tags,
} from './catalog.ts';
import { instantSchema } from './instant.ts';
import { projectParams } from './project.ts';
import { defineRoute, jsonReply } from './route.ts';
import { useSchema } from './segments.ts';
import { userEventSchema, userSchema } from './users.ts';

const volumeSchema = z
  .object({
    source: z.enum(eventSources),
    name: z.string(),
    count: z.int().meta({ description: 'Of all time.' }),
    users: z.int().meta({ description: 'Who has done it.' }),
    firstSeen: instantSchema,
    lastSeen: instantSchema,
    days: z.array(z.int()).meta({ description: 'How often on each of the `dates`.' }),
    ...noteShape,
  })
  .meta({ id: 'EventVolume' });

export type EventVolumeBody = z.infer<typeof volumeSchema>;

const datesSchema = z.array(z.string()).meta({
  description: 'The last 30 days of the project’s time zone, today being the last.',
});

const volumesSchema = z
  .object({
    dates: datesSchema,
    events: z.array(volumeSchema).meta({ description: 'Most frequent first.' }),
    more: z.boolean().meta({ description: 'Whether there are further, rarer ones.' }),
    at: instantSchema.meta({ description: 'When the data was read: at most some seconds ago.' }),
  })
  .meta({ id: 'EventVolumes' });

export type EventVolumesBody = z.infer<typeof volumesSchema>;

export const listEventVolumesRoute = defineRoute({
  operationId: 'listEventVolumes',
  method: 'get',
  path: '/api/projects/{projectId}/catalog/events',
  scope: 'read',
  tags,
  summary: 'Every event, with how often and by how many',
  description: 'Remembered for a while that grows with the time it takes to read.',
  request: { params: projectParams },
  responses: { 200: jsonReply('The events.', volumesSchema), ...indexProblems },
});

const eventDetailSchema = volumeSchema
  .extend({
    dates: datesSchema,
    usedBy: z.array(useSchema).meta({ description: 'Whose conditions or trigger name it.' }),
  })
  .meta({ id: 'EventDetail' });

export type EventDetailBody = z.infer<typeof eventDetailSchema>;

export const getEventRoute = defineRoute({
  operationId: 'getCatalogEvent',
  method: 'get',
  path: '/api/projects/{projectId}/catalog/event',
  scope: 'read',
  tags,
  summary: 'One event, with what uses it',
  request: { params: projectParams, query: z.object(eventQuery) },
  responses: { 200: jsonReply('The event.', eventDetailSchema), ...indexProblems },
});

const occurrenceSchema = userEventSchema
  .omit({ source: true, name: true })
  .extend({ user: userSchema.pick({ id: true, anonymousId: true, name: true, email: true }) })
  .meta({ id: 'EventOccurrence' });

export type OccurrenceBody = z.infer<typeof occurrenceSchema>;

export const listOccurrencesRoute = defineRoute({
  operationId: 'listOccurrences',
  method: 'get',
  path: '/api/projects/{projectId}/catalog/occurrences',
  scope: 'read',
  tags,
  summary: 'The latest occurrences of an event',
  request: {
    params: projectParams,
    query: z.object({ ...eventQuery, limit: z.coerce.number().int().min(1).max(50).default(10) }),
  },
  responses: {
    200: jsonReply('Newest first.', z.object({ occurrences: z.array(occurrenceSchema) })),
    ...indexProblems,
  },
});

const senderSchema = z
  .object({
    source: z.string().meta({ description: 'As profiles show it.', example: 'API' }),
    users: z.int().meta({ description: 'Of those who were looked at.' }),
    lastSet: instantSchema,
  })
  .meta({ id: 'AttributeSender' });

const attributeDetailSchema = z
  .object({
    source: z.enum(['native', 'custom', 'trait']),
    key: z.string(),
    users: z.int().meta({ description: 'How many users there are in all.' }),
    count: z.int().meta({ description: 'How many have a value.' }),
    mixed: z.boolean(),
    kinds: z
      .array(
        z.object({
          kind: kindSchema,
          count: z.int(),
          samples: z
            .array(z.object({ value: scalarSchema, count: z.int() }))
            .meta({ description: 'Most frequent first; the elements of lists each for itself.' }),
          lookedAt: z.int().meta({
            description: 'For the senders: the users who changed last, at most 100.',
          }),
          senders: z.array(senderSchema).meta({
            description:
              'Who set such values, most frequent first. Nothing is kept of it for fields that Muster counts itself.',
          }),
        }),
      )
      .meta({ description: 'Most frequent first. A text that reads as a date counts as both.' }),
    usedBy: z.array(useSchema).meta({ description: 'Whose conditions or texts name it.' }),
    ...noteShape,
  })
  .meta({ id: 'AttributeDetail' });

export type AttributeDetailBody = z.infer<typeof attributeDetailSchema>;

export const getAttributeRoute = defineRoute({
  operationId: 'getCatalogAttribute',
  method: 'get',
  path: '/api/projects/{projectId}/catalog/attribute',
  scope: 'read',
  tags,
  summary: 'One attribute, with who sends which type and what uses it',
  request: {
    params: projectParams,
    query: z.object({
      source: z.enum(['native', 'custom', 'trait']),
      key: z.string().min(1).max(1000),
    }),
  },
  responses: { 200: jsonReply('The attribute.', attributeDetailSchema), ...indexProblems },
});
