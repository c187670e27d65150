import * as z from 'zod';
import { lineSchema } from './plain-text.ts';

const name = String.raw`[^.[\]"\s][^.[\]"]*`;
const bracket = String.raw`\[(?:\d{1,6}|"(?:[^"\\]|\\.)+")\]`;
const pathPattern = new RegExp(`^(?:${name}|(?:\\$)?${bracket})(?:\\.${name}|${bracket})*$`);

/** Where in a payload something is. */
export const jsonPathSchema = z
  .string()
  .max(300, 'At most 300 characters.')
  .regex(pathPattern, 'A path such as properties.email, items[0].id or ["a.b"].')
  .meta({
    description:
      'Names of members joined by dots, `[0]` for an entry of a list, `["a.b"]` for a name with dots; `$` alone is the whole.',
    example: 'properties.email',
  });

const keySchema = lineSchema(200);

/** What a value is turned into before it is written. */
export const conversionNames = ['asIs', 'string', 'number', 'boolean', 'date', 'list'] as const;

const conversionSchema = z.enum(conversionNames).default('asIs').meta({
  description:
    '`asIs` keeps the type that the sender gave it. Else a text is read as that type, `date` also from seconds or milliseconds since 1970, `list` from a text with commas or semicolons; what cannot be read is refused for that key alone.',
});

const valueMappingSchema = z
  .strictObject({ path: jsonPathSchema, key: keySchema, as: conversionSchema })
  .meta({ id: 'ValueMapping', required: ['path', 'key'] });

const eventNameSchema = z
  .union([z.strictObject({ path: jsonPathSchema }), z.strictObject({ text: lineSchema(200) })])
  .meta({ description: 'From the payload, or always the same.' });

/** How payloads of a generic source become users, attributes and events. */
export const sourceMappingSchema = z
  .strictObject({
    items: jsonPathSchema.optional().meta({
      description:
        'The list in a payload whose entries are items of their own. Left out: the payload is one item, or, when it is a list, each entry is.',
    }),
    only: z
      .strictObject({ path: jsonPathSchema, equals: z.array(z.string().max(200)).min(1).max(50) })
      .optional()
      .meta({ description: 'Items with another text there are passed over, without an error.' }),
    user: z.strictObject({ by: z.enum(['userId', 'email']), path: jsonPathSchema }).meta({
      description:
        'Who it is about. By email: the one user who has that address, in whatever capitals.',
    }),
    messageId: jsonPathSchema.optional().meta({
      description:
        'What tells a repetition from something new. Left out: the `webhook-id` of the request, if it has one.',
    }),
    timestamp: jsonPathSchema.optional().meta({ description: 'Left out: the time of arrival.' }),
    native: z
      .strictObject({
        name: jsonPathSchema.optional(),
        email: jsonPathSchema.optional(),
        language: jsonPathSchema.optional(),
      })
      .default({}),
    attributes: z.array(valueMappingSchema).max(200, 'At most 200.').default([]),
    event: z
      .strictObject({
        name: eventNameSchema,
        properties: z.array(valueMappingSchema).max(200, 'At most 200.').default([]),
      })
      .optional()
      .meta({ description: 'Each item is an event, too; of API events in conditions.' }),
  })
  .meta({ id: 'SourceMapping', required: ['user'] });

export type SourceMapping = z.infer<typeof sourceMappingSchema>;
export type ValueMapping = z.infer<typeof valueMappingSchema>;
