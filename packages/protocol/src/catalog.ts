import { eventSources, kinds } from '@muster/conditions';
import * as z from 'zod';
import { instantSchema } from './instant.ts';
import { commonProblems, problemReplies } from './problem.ts';
import { projectParams } from './project.ts';
import { defineRoute, jsonReply } from './route.ts';

export const catalogTags = ['Catalog'];
const tags = catalogTags;
export const indexProblems = { ...commonProblems, ...problemReplies(504) };

export const kindSchema = z.enum(kinds);

export const scalarSchema = z.union([z.string(), z.number(), z.boolean()]);

/** What members have written about a key or an event. */
export const noteShape = {
  hidden: z.boolean().meta({
    description: 'Builders do not offer it; conditions that name it hold as before.',
  }),
  description: z.string().meta({ description: 'What it means, as members wrote it.' }),
};

const keySchema = z
  .object({
    key: z.string(),
    count: z.int().meta({ description: 'How many users, or occurrences, have a value.' }),
    kinds: z.array(z.object({ kind: kindSchema, count: z.int() })).meta({
      description:
        'What the values are, most frequent first. A text that reads as a date counts as both.',
    }),
    mixed: z.boolean().meta({
      description: 'Values of more than one type have come: texts, numbers, yes/no, lists.',
    }),
    ...noteShape,
  })
  .meta({ id: 'CatalogKey' });

export type CatalogKeyBody = z.infer<typeof keySchema>;

const eventSchema = z
  .object({
    source: z.enum(eventSources),
    name: z.string(),
    count: z.int(),
    lastSeen: instantSchema.nullable(),
    ...noteShape,
  })
  .meta({ id: 'CatalogEvent' });

const experienceSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    steps: z
      .array(
        z.object({
          id: z.string(),
          name: z.string().meta({ description: 'Its title, or its number.' }),
          kind: kindSchema.meta({ description: 'Of the answers.' }),
          choices: z.array(z.string()).optional(),
        }),
      )
      .meta({ description: 'Those that ask something, in their order.' }),
  })
  .meta({ id: 'CatalogExperience' });

const catalogSchema = z
  .object({
    users: z.int(),
    native: z.array(keySchema).meta({ description: 'All native fields, in their order.' }),
    attributes: z.array(keySchema).meta({ description: 'Custom attributes, most frequent first.' }),
    traits: z.array(keySchema).meta({ description: 'Segment.io traits, most frequent first.' }),
    events: z.array(eventSchema).meta({ description: 'By source, most frequent first.' }),
    experiences: z.array(experienceSchema).meta({
      description: 'In order of name, as they are this moment.',
    }),
    imports: z.array(z.object({ id: z.string(), name: z.string() })).meta({
      description: 'Those that have been run, in order of name.',
    }),
    at: instantSchema.meta({
      description: 'When the data was read: at most some seconds ago.',
    }),
  })
  .meta({ id: 'Catalog' });

export type CatalogBody = z.infer<typeof catalogSchema>;

export const getCatalogRoute = defineRoute({
  operationId: 'getCatalog',
  method: 'get',
  path: '/api/projects/{projectId}/catalog',
  scope: 'read',
  tags,
  summary: 'What conditions can ask about',
  description:
    'Keys and events that there is data of, hidden ones too. Remembered for a while that grows with the time it takes to read.',
  request: { params: projectParams },
  responses: { 200: jsonReply('The catalog.', catalogSchema), ...indexProblems },
});

const valuesQuery = {
  key: z.string().min(1).max(1000),
  prefix: z.string().max(700).default('').meta({
    description: 'Only texts that begin so, in whatever capitals; numbers, as they are written.',
  }),
  limit: z.coerce.number().int().min(1).max(100).default(20),
};

const valuesSchema = z
  .object({
    values: z
      .array(z.object({ value: scalarSchema, count: z.int() }))
      .meta({ description: 'Most frequent first; the elements of a list each for itself.' }),
    more: z.boolean().meta({ description: 'Whether there are further ones.' }),
  })
  .meta({ id: 'CatalogValues' });

export type CatalogValuesBody = z.infer<typeof valuesSchema>;

export const listValuesRoute = defineRoute({
  operationId: 'listValues',
  method: 'get',
  path: '/api/projects/{projectId}/catalog/values',
  scope: 'read',
  tags,
  summary: 'The values of a key, with how many users have each',
  request: {
    params: projectParams,
    query: z.object({ source: z.enum(['native', 'custom', 'trait']), ...valuesQuery }),
  },
  responses: { 200: jsonReply('The values.', valuesSchema), ...indexProblems },
});

export const eventQuery = { source: z.enum(eventSources), name: z.string().max(1000) };

export const listEventPropertiesRoute = defineRoute({
  operationId: 'listEventProperties',
  method: 'get',
  path: '/api/projects/{projectId}/catalog/properties',
  scope: 'read',
  tags,
  summary: 'The properties of an event',
  request: { params: projectParams, query: z.object(eventQuery) },
  responses: {
    200: jsonReply(
      'Most frequent first.',
      z
        .object({
          count: z.int().meta({
            description: 'How many occurrences were looked at: all, or the newest of many.',
          }),
          properties: z.array(
            keySchema
              .extend({
                kinds: z.array(
                  z.object({
                    kind: kindSchema,
                    count: z.int(),
                    lastSeen: instantSchema,
                    samples: z.array(scalarSchema),
                  }),
                ),
                samples: z.array(scalarSchema).meta({
                  description: 'Of the most frequent type.',
                }),
              })
              .meta({ id: 'CatalogProperty' }),
          ),
        })
        .meta({ id: 'CatalogProperties' }),
    ),
    ...indexProblems,
  },
});

export const listPropertyValuesRoute = defineRoute({
  operationId: 'listPropertyValues',
  method: 'get',
  path: '/api/projects/{projectId}/catalog/property-values',
  scope: 'read',
  tags,
  summary: 'The values of a property, with how many occurrences have each',
  request: { params: projectParams, query: z.object({ ...eventQuery, ...valuesQuery }) },
  responses: { 200: jsonReply('The values.', valuesSchema), ...indexProblems },
});
