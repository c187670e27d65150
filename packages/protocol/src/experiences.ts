import * as z from 'zod';
import { experienceTypeSchema, stepShape, themeSchema } from './experience-content.ts';
import {
  storedTargetSchema,
  storedWhoSchema,
  targetSchema,
  whoSchema,
} from './experience-target.ts';
import { instantSchema } from './instant.ts';
import { lineSchema } from './plain-text.ts';
import { commonProblems, problemErrorSchema, problemReplies } from './problem.ts';
import { projectParams } from './project.ts';
import { defineRoute, jsonBody, jsonReply } from './route.ts';
import { restorationSchema } from './segment-history.ts';
import { ifMatchHeaders, useSchema } from './segments.ts';

const tags = ['Experiences'];
const bodyProblems = { ...commonProblems, ...problemReplies(400, 413, 415) };

export const experienceParams = projectParams.extend({ experienceId: z.string() });

const blockWho =
  'Of a block of a resource center: who sees it; left out: everyone who sees the center.';
const stepSchema = z
  .strictObject({ ...stepShape, who: whoSchema.optional().meta({ description: blockWho }) })
  .meta({ id: 'ExperienceStep' });
const storedStepSchema = z
  .strictObject({ ...stepShape, who: storedWhoSchema.optional().meta({ description: blockWho }) })
  .meta({ id: 'StoredExperienceStep' });

export type ExperienceStepBody = z.infer<typeof storedStepSchema>;

export const statusSchema = z.enum(['draft', 'live', 'paused']);

export type ExperienceStatus = z.infer<typeof statusSchema>;

const stepsOf = <Step extends z.ZodType<{ id: string }>>(step: Step) =>
  z
    .array(step)
    .max(50, 'At most 50 steps.')
    .refine((steps) => new Set(steps.map(({ id }) => id)).size === steps.length, {
      message: 'Each step needs an id of its own.',
    });

/** The steps of a request. */
export const stepsSchema = stepsOf(stepSchema);

const newExperienceSchema = z
  .strictObject({
    name: lineSchema(200),
    type: experienceTypeSchema,
    steps: stepsSchema.default([]),
    theme: themeSchema.prefault({}),
    target: targetSchema.prefault({}),
  })
  .meta({ id: 'NewExperience', required: ['name', 'type'] });

const experienceChangeSchema = z
  .strictObject({
    name: lineSchema(200).optional(),
    status: statusSchema.optional(),
    steps: stepsSchema.optional(),
    theme: themeSchema.optional(),
    target: targetSchema.optional(),
  })
  .meta({ id: 'ExperienceChange' });

export type NewExperience = z.infer<typeof newExperienceSchema>;
export type ExperienceChange = z.infer<typeof experienceChangeSchema>;

const experienceSummarySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    type: experienceTypeSchema,
    status: statusSchema,
    target: storedTargetSchema,
    steps: z
      .array(z.object({ id: z.string(), name: z.string(), question: z.string().nullable() }))
      .meta({
        description: 'Of each step its title, or its number, and the kind of its question.',
      }),
    problems: z.array(problemErrorSchema).meta({
      description: 'Why it is shown to nobody, e.g. a segment of its Who that is gone.',
    }),
    createdAt: instantSchema,
    createdBy: z.string(),
    updatedAt: instantSchema,
    updatedBy: z.string(),
    usedBy: z
      .array(useSchema)
      .meta({ description: 'Segments and experiences that name it in conditions or by a button.' }),
    version: z.int().meta({ description: 'For `If-Match`.' }),
  })
  .meta({ id: 'ExperienceSummary' });

export type ExperienceSummaryBody = z.infer<typeof experienceSummarySchema>;

const experienceSchema = experienceSummarySchema
  .extend({ steps: z.array(storedStepSchema), theme: themeSchema })
  .meta({ id: 'Experience' });

export type ExperienceBody = z.infer<typeof experienceSchema>;

const experienceReply = (description: string) => ({
  ...jsonReply(description, experienceSchema),
  headers: z.object({ etag: z.string().meta({ description: 'The version, quoted.' }) }),
});

const path = '/api/projects/{projectId}/experiences';
const onePath = `${path}/{experienceId}` as const;

export const listExperiencesRoute = defineRoute({
  operationId: 'listExperiences',
  method: 'get',
  path,
  scope: 'read',
  tags,
  summary: 'Every experience',
  request: { params: projectParams },
  responses: {
    200: jsonReply(
      'Latest changed first.',
      z.object({ experiences: z.array(experienceSummarySchema) }),
    ),
    ...commonProblems,
  },
});

export const createExperienceRoute = defineRoute({
  operationId: 'createExperience',
  method: 'post',
  path,
  scope: 'write',
  tags,
  summary: 'Make a draft',
  request: { params: projectParams, body: jsonBody(newExperienceSchema) },
  responses: { 201: experienceReply('The draft.'), ...bodyProblems },
});

export const getExperienceRoute = defineRoute({
  operationId: 'getExperience',
  method: 'get',
  path: onePath,
  scope: 'read',
  tags,
  summary: 'One experience',
  request: { params: experienceParams },
  responses: { 200: experienceReply('The experience.'), ...commonProblems },
});

export const changeExperienceRoute = defineRoute({
  operationId: 'changeExperience',
  method: 'patch',
  path: onePath,
  scope: 'write',
  tags,
  summary: 'Change, publish or pause an experience',
  description:
    'Needs `If-Match`; 412 says who has changed it since, and when. Live at once: nothing has to be published again. It can be made live only when it has what its type needs and its Who can be evaluated. 409: conditions elsewhere are about a question that would go.',
  request: {
    params: experienceParams,
    headers: ifMatchHeaders,
    body: jsonBody(experienceChangeSchema),
  },
  responses: {
    200: experienceReply('The experience as it is now.'),
    ...bodyProblems,
    ...problemReplies(409, 412, 428),
  },
});

export const deleteExperienceRoute = defineRoute({
  operationId: 'deleteExperience',
  method: 'delete',
  path: onePath,
  scope: 'write',
  tags,
  summary: 'Delete an experience',
  description:
    'Refused with `usedBy` while conditions or buttons name it. What people saw and answered stays on their profiles.',
  request: { params: experienceParams, headers: ifMatchHeaders },
  responses: {
    204: { description: 'It is gone; its versions stay readable.' },
    ...commonProblems,
    ...problemReplies(409, 412),
  },
});

export const duplicateExperienceRoute = defineRoute({
  operationId: 'duplicateExperience',
  method: 'post',
  path: `${onePath}/duplicate`,
  scope: 'write',
  tags,
  summary: 'Make an independent copy, a draft',
  request: { params: experienceParams },
  responses: { 201: experienceReply('The copy.'), ...commonProblems },
});

export const restoreExperienceRoute = defineRoute({
  operationId: 'restoreExperience',
  method: 'post',
  path: `${onePath}/restore`,
  scope: 'write',
  tags,
  summary: 'Make an experience what it was in an earlier version',
  description:
    'A change like any other: needs `If-Match`, and makes a new version. The status stays as it is.',
  request: {
    params: experienceParams,
    headers: ifMatchHeaders,
    body: jsonBody(restorationSchema),
  },
  responses: {
    200: experienceReply('The experience as it is now.'),
    ...bodyProblems,
    ...problemReplies(409, 412, 428),
  },
});

const versionSchema = z
  .object({
    version: z.int(),
    name: z.string(),
    status: statusSchema,
    steps: z.array(storedStepSchema),
    theme: themeSchema,
    target: storedTargetSchema,
    at: instantSchema,
    by: z.string(),
  })
  .meta({ id: 'ExperienceVersion' });

export type ExperienceVersionBody = z.infer<typeof versionSchema>;

export const listExperienceVersionsRoute = defineRoute({
  operationId: 'listExperienceVersions',
  method: 'get',
  path: `${onePath}/versions`,
  scope: 'read',
  tags,
  summary: 'Every version of an experience',
  request: { params: experienceParams },
  responses: {
    200: jsonReply('Newest first.', z.object({ versions: z.array(versionSchema) })),
    ...commonProblems,
  },
});
