import * as z from 'zod';
import { lineSchema, paragraphSchema } from './plain-text.ts';

// What an experience shows: its steps and how they look.

/** An id that a browser or an editor made up; ids are never shown. */
const shortIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'At most 64 letters, digits, - and _.');

const hex = z.string().regex(/^#[0-9A-Fa-f]{6}$/, 'A colour as #rrggbb.');

/** An address that a page may open or load: nothing that could run a script. */
export const addressSchema = z
  .string()
  .trim()
  .min(1, 'It must not be empty.')
  .max(2000, 'At most 2000 characters.')
  .refine(isSafeAddress, 'An address of http, https or mailto, or one that begins with /, # or ?.');

/** False of what could run a script or leave the web, e.g. `javascript:` and `data:`. */
export function isSafeAddress(address: string): boolean {
  // Browsers drop tabs and line breaks anywhere in an address: none may hide a scheme.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return /^(https?:\/\/|mailto:|[/#?])[^\u0000-\u001f]*$/i.test(address);
}

export const experienceTypes = [
  'tour',
  'survey',
  'banner',
  'hint',
  'checklist',
  'post',
  'resourceCenter',
] as const;

export const experienceTypeSchema = z.enum(experienceTypes);

export type ExperienceType = z.infer<typeof experienceTypeSchema>;

export const themeSchema = z
  .strictObject({
    accent: hex.default('#4f46e5'),
    background: hex.nullable().default(null).meta({ description: "null: the mode's own." }),
    text: hex.nullable().default(null).meta({ description: "null: the mode's own." }),
    radius: z.int().min(0).max(32).default(12).meta({ description: 'Of corners, in pixels.' }),
    position: z
      .enum(['center', 'top', 'bottom', 'top-left', 'top-right', 'bottom-left', 'bottom-right'])
      .default('bottom-right')
      .meta({ description: 'Where it stands when it is not anchored to an element.' }),
    mode: z.enum(['light', 'dark', 'auto']).default('auto'),
    heading: lineSchema(60).optional().meta({
      description:
        'What the panel of a checklist, of posts or of a resource center is called; of posts, that of the newest. Left out: a word of ours in the language of the reader.',
    }),
  })
  .meta({ id: 'ExperienceTheme' });

export type ExperienceTheme = z.infer<typeof themeSchema>;

const buttonSchema = z
  .strictObject({
    label: lineSchema(60),
    style: z.enum(['primary', 'secondary']).default('primary'),
    action: z.enum(['next', 'back', 'dismiss', 'complete', 'link', 'experience']),
    url: addressSchema.optional().meta({ description: 'Of a link.' }),
    newTab: z.boolean().optional(),
    experienceId: z.string().optional().meta({ description: 'Which experience it starts.' }),
  })
  .refine(({ action, url }) => action !== 'link' || url !== undefined, {
    path: ['url'],
    message: 'A link needs an address.',
  })
  .refine(({ action, experienceId }) => action !== 'experience' || experienceId !== undefined, {
    path: ['experienceId'],
    message: 'Name the experience that it starts.',
  })
  .meta({ id: 'ExperienceButton' });

/** Of the JSON of a list, as conditions take it. */
const maxListLength = 700;

const scaleLabels = { lowLabel: lineSchema(60).optional(), highLabel: lineSchema(60).optional() };
const required = z.boolean().default(true);
const choices = z
  .array(lineSchema(200))
  .min(1, 'At least one choice.')
  .max(30, 'At most 30 choices.')
  .refine((all) => new Set(all).size === all.length, 'Each choice once.');

/** A question; what is answered is a number, a text, or (multiple) a list of the chosen texts. */
const questionSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('nps'), required, ...scaleLabels }),
    z.strictObject({
      kind: z.literal('scale'),
      required,
      low: z.int().min(0).max(1).default(1),
      high: z.int().min(2).max(10).default(5),
      look: z.enum(['numbers', 'stars', 'smileys']).default('numbers'),
      ...scaleLabels,
    }),
    z
      .strictObject({
        kind: z.literal('slider'),
        required,
        low: z.number().min(-1_000_000).max(1_000_000).default(0),
        high: z.number().min(-1_000_000).max(1_000_000).default(100),
        step: z.number().positive().default(1),
        ...scaleLabels,
      })
      .refine(({ low, high }) => low < high, { path: ['high'], message: 'More than `low`.' }),
    z.strictObject({ kind: z.literal('single'), required, choices }),
    z.strictObject({
      kind: z.literal('multiple'),
      required,
      choices: choices.refine(
        (all) => JSON.stringify(all).length <= maxListLength,
        'All choices together have at most 700 characters, so that any of them can be an answer.',
      ),
    }),
    z.strictObject({
      kind: z.literal('text'),
      required,
      placeholder: lineSchema(120).optional(),
    }),
  ])
  .meta({ id: 'ExperienceQuestion' });

export type ExperienceQuestion = z.infer<typeof questionSchema>;

const anchorSchema = z
  .strictObject({
    selector: lineSchema(500).meta({ description: 'CSS selector of an element of the page.' }),
    placement: z.enum(['auto', 'top', 'right', 'bottom', 'left']).default('auto'),
    missing: z.enum(['skip', 'wait', 'center']).default('wait').meta({
      description:
        'When the page has no such element: leave the step out, wait for it to appear, or show the step in the middle. A tour waits ten seconds, then leaves the step out. A hint without its element is not shown, waits as long as the page is open, or stands in the corner.',
    }),
  })
  .meta({ id: 'ExperienceAnchor' });

/** What the parts of a step are, whatever a block's audience is. */
export const stepShape = {
  id: shortIdSchema,
  title: paragraphSchema(200).default('').meta({
    description: 'May name variables: `{name}`, `{plan | there}`.',
  }),
  body: paragraphSchema(5000).default('').meta({
    description: 'Markdown, with variables. HTML is shown as text.',
  }),
  image: z.strictObject({ url: addressSchema, alt: paragraphSchema(300).default('') }).optional(),
  buttons: z.array(buttonSchema).max(3, 'At most 3 buttons.').default([]),
  question: questionSchema.optional(),
  anchor: anchorSchema.optional().meta({ description: 'Of a step of a tour, and of a hint.' }),
  task: z
    .strictObject({
      event: z
        .strictObject({
          source: z.enum(['app', 'segment', 'api', 'posthog']),
          name: lineSchema(700),
        })
        .optional(),
    })
    .optional()
    .meta({ description: 'Of an item of a checklist: done by itself once the event was seen.' }),
};
