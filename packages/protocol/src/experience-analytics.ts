import * as z from 'zod';
import { treeSchema } from './condition-tree.ts';
import { experienceParams } from './experiences.ts';
import { instantSchema } from './instant.ts';
import { commonProblems, problemErrorSchema, problemReplies } from './problem.ts';
import { defineRoute, jsonBody, jsonReply } from './route.ts';
import { userSchema, valueSchema } from './users.ts';

// What became of an experience: how many it reached, how far they got, what they answered.

const tags = ['Experiences'];
const questionProblems = { ...commonProblems, ...problemReplies(400, 413, 415, 504) };
const path = '/api/projects/{projectId}/experiences/{experienceId}/analytics';

const dateSchema = z.iso.date().meta({
  description: 'A day in the time zone of the project.',
  example: '2026-03-29',
});

const maxFilterSegments = 50;

const filterSchema = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('segments'),
      segmentIds: z
        .array(z.string())
        .min(1, 'Name a segment, or leave the filter out.')
        .max(maxFilterSegments, `At most ${maxFilterSegments} segments.`),
    }),
    z.strictObject({ type: z.literal('conditions'), conditions: treeSchema }),
  ])
  .meta({
    id: 'AnalyticsFilter',
    description:
      'Of whom: people who are in any of the segments, or meet the conditions, at the time of the question, whatever they were when it happened.',
  });

const spanShape = {
  from: dateSchema
    .optional()
    .meta({ description: 'The first day, default 29 days before the last.' }),
  to: dateSchema.optional().meta({ description: 'The last day, default today.' }),
  filter: filterSchema.optional(),
};

const countsShape = {
  reached: z.int().meta({ description: 'Different people who saw it.' }),
  seen: z.int().meta({ description: 'Showings.' }),
  completed: z.int().meta({ description: 'Showings that were completed.' }),
  dismissed: z.int().meta({ description: 'Showings that were closed.' }),
};

const daySchema = z.object({ date: dateSchema, ...countsShape }).meta({ id: 'AnalyticsDay' });

export type AnalyticsDayBody = z.infer<typeof daySchema>;

const answered = {
  stepId: z.string(),
  title: z.string().meta({ description: 'Of the step, or its number.' }),
  answered: z.int().meta({ description: 'People who answered; of each her latest answer counts.' }),
  other: z.int().meta({
    description:
      'Those of them whose answer is none that the question offers now, e.g. a choice that was taken away.',
  }),
};

const valuesSchema = z.array(z.object({ value: z.number(), people: z.int() })).meta({
  description: 'Every value that can be answered, in order.',
});
const averages = {
  mean: z.number().nullable().meta({ description: 'null: nobody has answered.' }),
  median: z.number().nullable().meta({
    description: 'Of an even number of answers the middle of the two in the middle.',
  }),
};
const choiceSchema = z.array(z.object({ choice: z.string(), people: z.int() })).meta({
  description: 'Every choice, as the question has them. Of several each counts.',
});

const questionSchema = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('nps'),
      ...answered,
      score: z.number().nullable().meta({
        description:
          'Per cent of promoters less per cent of detractors: −100 to 100. null: nobody has answered.',
      }),
      promoters: z.int().meta({ description: 'People who answered 9 or 10.' }),
      passives: z.int().meta({ description: '7 or 8.' }),
      detractors: z.int().meta({ description: '0 to 6.' }),
      ...averages,
      values: valuesSchema,
    }),
    z.object({ kind: z.literal('scale'), ...answered, ...averages, values: valuesSchema }),
    z.object({
      kind: z.literal('slider'),
      ...answered,
      ...averages,
      bins: z.array(z.object({ from: z.number(), to: z.number(), people: z.int() })).meta({
        description:
          'One a value when there are few, `from` and `to` being it; else ten, from `from` on and below `to`, the last with `to`.',
      }),
    }),
    z.object({ kind: z.literal('single'), ...answered, choices: choiceSchema }),
    z.object({ kind: z.literal('multiple'), ...answered, choices: choiceSchema }),
    z.object({ kind: z.literal('text'), ...answered }),
  ])
  .meta({ id: 'AnalyticsQuestionResult' });

export type QuestionResultBody = z.infer<typeof questionSchema>;

const problemsSchema = z.array(problemErrorSchema).meta({
  description: 'Why the filter cannot be evaluated, e.g. a segment that is gone: it is nobody.',
});

const analyticsSchema = z
  .object({
    from: dateSchema,
    to: dateSchema,
    timeZone: z.string(),
    now: instantSchema.meta({ description: 'As of when the filter was asked.' }),
    problems: problemsSchema,
    totals: z.object({
      ...countsShape,
      completedBy: z.int().meta({ description: 'Different people who completed it.' }),
      dismissedBy: z.int().meta({ description: 'Different people who closed it.' }),
    }),
    days: z.array(daySchema).meta({ description: 'Every day, oldest first.' }),
    steps: z
      .array(
        z.object({
          id: z.string(),
          title: z.string(),
          people: z.int().meta({ description: 'Different people who got to it.' }),
        }),
      )
      .meta({ description: 'As the experience has them now.' }),
    questions: z.array(questionSchema),
  })
  .meta({ id: 'ExperienceAnalytics' });

export type AnalyticsBody = z.infer<typeof analyticsSchema>;

const analyticsWishSchema = z.strictObject(spanShape).meta({ id: 'AnalyticsWish' });

export type AnalyticsWish = z.infer<typeof analyticsWishSchema>;

export const analyseExperienceRoute = defineRoute({
  operationId: 'analyseExperience',
  method: 'post',
  path,
  scope: 'read',
  tags,
  summary: 'How many an experience reached, and what they answered',
  description: 'Includes everything that was received before the question.',
  request: { params: experienceParams, body: jsonBody(analyticsWishSchema) },
  responses: { 200: jsonReply('The numbers.', analyticsSchema), ...questionProblems },
});

const answersWishSchema = z
  .strictObject({
    ...spanShape,
    stepId: z.string().max(64),
    limit: z.int().min(1).max(200).default(50),
    cursor: z.string().max(1000).optional().meta({ description: '`nextCursor` of a page.' }),
  })
  .meta({ id: 'AnswersWish', required: ['stepId'] });

const answerSchema = z
  .object({
    user: userSchema,
    value: valueSchema.nullable(),
    at: instantSchema,
  })
  .meta({ id: 'ExperienceAnswer' });

export type AnswerBody = z.infer<typeof answerSchema>;

export const listAnswersRoute = defineRoute({
  operationId: 'listExperienceAnswers',
  method: 'post',
  path: `${path}/answers`,
  scope: 'read',
  tags,
  summary: 'Who answered what to a question',
  description: 'The latest answer of each person, newest first.',
  request: { params: experienceParams, body: jsonBody(answersWishSchema) },
  responses: {
    200: jsonReply(
      'One page.',
      z
        .object({
          answers: z.array(answerSchema),
          nextCursor: z.string().nullable().meta({ description: 'null: this is the last page.' }),
          problems: problemsSchema,
        })
        .meta({ id: 'ExperienceAnswers' }),
    ),
    ...questionProblems,
  },
});

export const exportAnalyticsRoute = defineRoute({
  operationId: 'exportExperienceAnalytics',
  method: 'get',
  path: `${path}/export`,
  scope: 'read',
  tags,
  summary: 'The days, or every answer, as a CSV file',
  description: 'A stream that breaks off is not whole: the connection is closed before its end.',
  request: {
    params: experienceParams,
    query: z.object({
      content: z.enum(['days', 'answers']).meta({
        description:
          '`days`: the numbers of each day. `answers`: every answer, newest first; `latest` says whether it is the one that counts.',
      }),
      from: spanShape.from,
      to: spanShape.to,
      segment: z
        .union([z.string(), z.array(z.string()).max(maxFilterSegments)])
        .optional()
        .meta({ description: 'Of people in any of these segments; repeated for each.' }),
      conditions: z.string().max(12_000).optional().meta({
        description: 'Of people who meet these conditions: the tree as JSON.',
      }),
    }),
  },
  responses: {
    200: { description: 'The file.', content: { 'text/csv': { schema: z.string() } } },
    ...commonProblems,
    ...problemReplies(504),
  },
});
