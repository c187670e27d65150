import * as z from 'zod';
import { experienceTypeSchema, themeSchema } from './experience-content.ts';
import { stepsSchema } from './experiences.ts';
import { commonProblems, problemReplies } from './problem.ts';
import { projectParams } from './project.ts';
import { defineRoute, jsonBody, jsonReply } from './route.ts';
import { shownExperienceSchema } from './shown-experience.ts';
import { wellFormed } from './well-formed.ts';

const draftSchema = z
  .strictObject({
    type: experienceTypeSchema,
    steps: stepsSchema,
    theme: themeSchema.prefault({}),
    userId: z
      .string()
      .max(700)
      .refine(...wellFormed)
      .optional()
      .meta({
        description:
          'Whose values stand in the variables; a user id, or else an anonymous id. Left out: the fallbacks.',
      }),
  })
  .meta({ id: 'ExperiencePreview' });

export const previewExperienceRoute = defineRoute({
  operationId: 'previewExperience',
  method: 'post',
  path: '/api/projects/{projectId}/experience-preview',
  scope: 'read',
  tags: ['Experiences'],
  summary: 'What a browser would get of a draft',
  description:
    'Nothing is saved and nobody sees it. Blocks are all in it, whatever their Who; nothing is done or read yet.',
  request: { params: projectParams, body: jsonBody(draftSchema) },
  responses: {
    200: jsonReply('As it would be shown.', shownExperienceSchema),
    ...commonProblems,
    ...problemReplies(400, 413, 415),
  },
});

export type PreviewedDraft = z.infer<typeof draftSchema>;
