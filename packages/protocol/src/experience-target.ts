import * as z from 'zod';
import { storedTreeSchema, treeSchema } from './condition-tree.ts';
import { instantSchema } from './instant.ts';
import { lineSchema } from './plain-text.ts';

// To whom an experience is shown, and when.

const whoOf = <Tree extends z.ZodType>(tree: Tree) =>
  z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('everyone') }),
    z.strictObject({
      type: z.literal('segments'),
      segmentIds: z
        .array(z.string())
        .min(1, 'Name a segment, or choose everyone.')
        .max(50, 'At most 50 segments.'),
    }),
    z.strictObject({ type: z.literal('conditions'), conditions: tree }),
  ]);

/** Users in any of the segments, or who meet the conditions. */
export const whoSchema = whoOf(treeSchema).meta({ id: 'Who' });
export const storedWhoSchema = whoOf(storedTreeSchema).meta({ id: 'StoredWho' });

export type WhoBody = z.infer<typeof storedWhoSchema>;

const showOnSchema = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('open'),
      delaySeconds: z.int().min(0).max(3600).default(0),
    }),
    z.strictObject({
      type: z.literal('event'),
      source: z.enum(['app', 'segment']).default('app'),
      name: lineSchema(700),
    }),
    z.strictObject({ type: z.literal('leave') }),
    z.strictObject({ type: z.literal('manual') }),
    z.strictObject({ type: z.literal('url') }).meta({
      description: 'The page was opened with `?muster=<id of the experience>`.',
    }),
  ])
  .meta({ id: 'ShowOn' });

export const deviceNames = ['desktop', 'tablet', 'mobile'] as const;

export const urlRuleSchema = z.strictObject({
  operator: z.enum(['is', 'contains', 'startsWith', 'endsWith', 'matches']).meta({
    description:
      '`is`, `startsWith` look at the whole address or, when the value begins with /, at its path. `matches`: a pattern in which * stands for anything.',
  }),
  not: z.boolean().default(false),
  value: lineSchema(2000),
});

const whereSchema = z
  .strictObject({
    devices: z
      .array(z.enum(deviceNames))
      .min(1, 'At least one kind of device.')
      .default([...deviceNames]),
    match: z.enum(['any', 'all']).default('any'),
    urls: z.array(urlRuleSchema).max(50).default([]).meta({ description: 'None: every page.' }),
  })
  .meta({ id: 'Where' });

const whenSchema = z
  .strictObject({
    start: instantSchema.nullable().default(null),
    end: instantSchema.nullable().default(null).meta({ description: 'Shown before it only.' }),
    repeat: z
      .discriminatedUnion('type', [
        z.strictObject({ type: z.literal('once') }),
        z.strictObject({ type: z.literal('always') }),
        z.strictObject({ type: z.literal('everyDays'), days: z.int().min(1).max(365) }),
      ])
      .default({ type: 'once' }),
    priority: z.int().min(0).max(100).default(50).meta({ description: 'The highest comes first.' }),
    ignoresRateLimit: z.boolean().default(false),
  })
  .meta({ id: 'When' });

const targetOf = <Who extends z.ZodType>(who: Who) =>
  z.strictObject({
    showOn: showOnSchema.default({ type: 'open', delaySeconds: 0 }),
    where: whereSchema.prefault({}),
    who,
    when: whenSchema.prefault({}),
  });

export const targetSchema = targetOf(whoSchema.default({ type: 'everyone' })).meta({
  id: 'Target',
});
export const storedTargetSchema = targetOf(storedWhoSchema).meta({ id: 'StoredTarget' });

export type TargetBody = z.infer<typeof storedTargetSchema>;

/** What must hold for an experience to be shown to somebody, as the page Target & publish orders it. */
export const experienceRuleSchema = z.enum([
  'status',
  'showOn',
  'where',
  'who',
  'schedule',
  'repeat',
  'rateLimit',
]);

export type ExperienceRule = z.infer<typeof experienceRuleSchema>;
