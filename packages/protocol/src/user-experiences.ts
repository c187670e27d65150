import * as z from 'zod';
import { experienceTypeSchema } from './experience-content.ts';
import { deviceNames, experienceRuleSchema } from './experience-target.ts';
import { statusSchema } from './experiences.ts';
import { instantSchema } from './instant.ts';
import { commonProblems, problemErrorSchema } from './problem.ts';
import { defineRoute, jsonReply } from './route.ts';
import { answerSchema, interactionShape, kindQuery, userParams } from './users.ts';

// Why somebody sees an experience, or does not.

const ruleVerdictSchema = z
  .object({
    rule: experienceRuleSchema,
    passes: z.boolean(),
    reason: z.string().meta({ description: 'A sentence.' }),
    value: z.unknown().meta({ description: 'What decided, e.g. when it was last seen.' }),
  })
  .meta({ id: 'RuleVerdict' });

const userExperienceSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    type: experienceTypeSchema,
    status: statusSchema,
    isShown: z.boolean().meta({ description: 'Whether every rule passes now.' }),
    rules: z.array(ruleVerdictSchema),
    why: z.unknown().meta({
      type: ['object', 'null'],
      description:
        'Of Who: the groups and conditions, each with `verdict` and its evidence; null when it cannot be evaluated.',
    }),
    problems: z.array(problemErrorSchema).meta({ description: 'Why Who cannot be evaluated.' }),
    ...interactionShape,
    answers: z.array(answerSchema.omit({ experienceId: true })),
  })
  .meta({ id: 'UserExperience' });

export type UserExperienceBody = z.infer<typeof userExperienceSchema>;

export const listUserExperiencesRoute = defineRoute({
  operationId: 'listUserExperiences',
  method: 'get',
  path: '/api/projects/{projectId}/users/{userId}/experiences',
  scope: 'read',
  tags: ['Users'],
  summary: 'What a user may see now, and why',
  description:
    'Every experience, live or not, with the verdict of every rule, from the store alone: current with the last accepted write.',
  request: {
    params: userParams,
    query: kindQuery.extend({
      url: z.string().max(8000).optional().meta({
        description: 'The page on which she is; left out: the rule `where` is left out.',
      }),
      device: z.enum(deviceNames).default('desktop'),
    }),
  },
  responses: {
    200: jsonReply(
      'In the order in which they would be shown.',
      z.object({ now: instantSchema, experiences: z.array(userExperienceSchema) }),
    ),
    ...commonProblems,
  },
});
