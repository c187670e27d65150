import * as z from 'zod';
import { experienceTypeSchema, stepShape, themeSchema } from './experience-content.ts';

// An experience as a browser gets it: for one person, nothing left to decide but the moment.

/**
 * A piece of formatted text: a text, or a list of a name and what is in it. Renderers make an element of
 * each name they know and never set HTML.
 */
export type TextNode = string | [name: TextNodeName, children: TextNode[], address?: string];

/** `a` and `img` have an address; `img` has its description as its only child. */
export type TextNodeName =
  | 'p'
  | 'h'
  | 'ul'
  | 'ol'
  | 'li'
  | 'quote'
  | 'pre'
  | 'code'
  | 'strong'
  | 'em'
  | 'del'
  | 'a'
  | 'img'
  | 'br'
  | 'hr';

const textNodesSchema = z.array(z.unknown()).meta({
  description: 'Formatted text: texts, and lists `[name, [pieces …], address?]`.',
});

const { title, image, buttons, question, anchor } = stepShape;

export const shownExperienceSchema = z
  .object({
    id: z.string(),
    type: experienceTypeSchema,
    version: z.int(),
    theme: themeSchema,
    showOn: z.object({
      type: z.enum(['open', 'event', 'leave', 'manual', 'url']),
      delaySeconds: z.int().optional(),
      source: z.string().optional(),
      name: z.string().optional(),
    }),
    isRead: z
      .boolean()
      .optional()
      .meta({ description: 'Of a post: whether this person has seen it.' }),
    needsClaim: z.boolean().optional().meta({
      description:
        'true: before it is shown it is to be claimed, since only one page may show it, and only as many in a time as the rate limit says.',
    }),
    publishedAt: z.number().optional().meta({ description: 'Of a post, milliseconds since 1970.' }),
    steps: z.array(
      z.object({
        id: z.string(),
        title,
        body: textNodesSchema,
        image,
        buttons,
        question,
        anchor,
        isDone: z.boolean().optional().meta({
          description: 'Of an item of a checklist: this person has done it.',
        }),
        byHand: z.boolean().optional().meta({
          description:
            'Of an item of a checklist: no event says that it is done, the person does (answers `done` or `open`).',
        }),
      }),
    ),
  })
  .meta({ id: 'ShownExperience' });

export const trackerItemSchema = z
  .object({
    id: z.string(),
    type: z.literal('tracker'),
    showOn: z.object({ type: z.literal('open') }),
    steps: z.array(z.unknown()).max(0),
    stamp: z.string().meta({ description: 'Of the definitions: another one, other definitions.' }),
    path: z.string().meta({ description: 'Where they are, below `/sdk/`.' }),
  })
  .meta({
    id: 'TrackerItem',
    description: 'The project has live no-code events. It stands last, and is nothing to show.',
  });

/** Tells a page where the no-code events are that it is to look for. */
export type TrackerItem = Omit<z.infer<typeof trackerItemSchema>, 'steps'> & { steps: [] };

export const pickerItemSchema = z
  .object({
    id: z.string(),
    type: z.literal('picker'),
    showOn: z.object({ type: z.literal('open') }),
    steps: z.array(z.unknown()).max(0),
    dashboardOrigin: z.string(),
    until: z.number().meta({ description: 'Milliseconds since 1970.' }),
  })
  .meta({
    id: 'PickerItem',
    description: 'The address of the page carries a valid token: the picker opens.',
  });

/** Opens the picker of the dashboard on a page. */
export type PickerItem = Omit<z.infer<typeof pickerItemSchema>, 'steps'> & { steps: [] };

/** As the API says it. */
export type ShownExperienceBody = z.infer<typeof shownExperienceSchema>;

/** Shapes for renderers; `body` holds `TextNode`s. */
export type ShownExperience = Omit<ShownExperienceBody, 'steps'> & {
  steps: ShownStep[];
};

export type ShownStep = Omit<ShownExperienceBody['steps'][number], 'body'> & {
  body: TextNode[];
};
