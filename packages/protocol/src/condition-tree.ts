import { eventSources, kinds, operatorsOf } from '@muster/conditions';
import * as z from 'zod';

// What documents the condition language to readers of the API. The one that decides is `parseTree`:
// bodies take any JSON here, so that each problem is told once, with its own code and path.

const notSchema = z.boolean().optional().meta({
  description: 'True means the exact complement: who has no value is included.',
});

const kindSchema = z.enum(kinds);

const operatorTable = kinds
  .map(
    (kind) =>
      `- ${kind}: ${operatorsOf(kind)
        .map(({ name }) => `\`${name}\``)
        .join(', ')}`,
  )
  .join('\n');

const test = {
  kind: kindSchema,
  operator: z.string().meta({ description: `By kind:\n\n${operatorTable}`, example: 'is' }),
  value: z.unknown().optional().meta({ description: 'The operand in the shape of its operator.' }),
  not: notSchema,
};

const unitSchema = z.enum(['minute', 'hour', 'day', 'week', 'month']);

const attributeConditionSchema = z
  .strictObject({
    type: z.literal('attribute'),
    source: z.enum(['native', 'custom', 'trait']),
    key: z.string().meta({ example: 'plan' }),
    ...test,
  })
  .meta({ id: 'AttributeCondition' });

const eventConditionSchema = z
  .strictObject({
    type: z.literal('event'),
    source: z.enum(eventSources),
    name: z.string().meta({ example: 'purchase' }),
    count: z
      .union([
        z.strictObject({ operator: z.enum(['atLeast', 'atMost', 'exactly']), value: z.int() }),
        z.strictObject({ operator: z.literal('between'), value: z.array(z.int()).length(2) }),
      ])
      .optional()
      .meta({ description: 'Default: at least once.' }),
    window: z
      .union([
        z.strictObject({ operator: z.literal('ever') }),
        z.strictObject({
          operator: z.enum(['inLast', 'moreThanAgo']),
          amount: z.int(),
          unit: unitSchema,
        }),
        z.strictObject({ operator: z.literal('between'), from: z.string(), to: z.string() }),
        z.strictObject({ operator: z.enum(['before', 'after']), at: z.string() }),
      ])
      .optional()
      .meta({ description: 'Default: ever.' }),
    where: z
      .array(z.strictObject({ key: z.string().meta({ example: 'dollars' }), ...test }))
      .optional()
      .meta({ description: 'All must hold on the same occurrence.' }),
    not: notSchema,
  })
  .meta({ id: 'EventCondition' });

const experienceConditionSchema = z
  .strictObject({
    type: z.literal('experience'),
    experienceId: z.string(),
    interaction: z.enum(['seen', 'completed']),
    not: notSchema,
  })
  .meta({ id: 'ExperienceCondition' });

const answerConditionSchema = z
  .strictObject({
    type: z.literal('answer'),
    experienceId: z.string(),
    stepId: z.string(),
    ...test,
  })
  .meta({ id: 'AnswerCondition' });

const segmentConditionSchema = z
  .strictObject({ type: z.literal('segment'), segmentId: z.string(), not: notSchema })
  .meta({ id: 'SegmentCondition' });

const importConditionSchema = z
  .strictObject({ type: z.literal('import'), importId: z.string(), not: notSchema })
  .meta({ id: 'ImportCondition' });

const groupSchema = z
  .strictObject({
    type: z.literal('group'),
    match: z.enum(['all', 'any']).meta({ description: '`all` is AND, `any` is OR.' }),
    get children() {
      return z.array(
        z.union([
          groupSchema,
          attributeConditionSchema,
          eventConditionSchema,
          experienceConditionSchema,
          answerConditionSchema,
          segmentConditionSchema,
          importConditionSchema,
        ]),
      );
    },
  })
  .meta({
    id: 'ConditionGroup',
    description:
      'Groups and conditions, at most 8 groups deep and 200 conditions. The language is described in docs/conditions.md.',
  });

/** Any JSON to zod; a `ConditionGroup` to readers of the document, who find it by `storedTreeSchema`. */
export const treeSchema = z.unknown().meta({
  type: 'object',
  allOf: [{ $ref: '#/components/schemas/ConditionGroup' }],
  example: {
    type: 'group',
    match: 'all',
    children: [
      {
        type: 'attribute',
        source: 'custom',
        key: 'plan',
        kind: 'string',
        operator: 'is',
        value: ['Pro', 'Team'],
      },
    ],
  },
});

/** A tree as it is stored: one that was written long ago may no longer be a tree. */
export const storedTreeSchema = z.union([groupSchema, z.unknown()]);
