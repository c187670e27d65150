import { type Kind, kinds, maxKeyLength } from '@muster/conditions';
import * as z from 'zod';
import { lineSchema, paragraphSchema } from './plain-text.ts';

/** What the bytes of a file are; Latin-1 as browsers read it, which is Windows-1252. */
export const importEncodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;

export const importFormatSchema = z
  .strictObject({
    encoding: z.enum(importEncodings),
    delimiter: z
      .string()
      .regex(/^(whitespace|[^"'\r\n\uFEFF])$/u, 'One character, or "whitespace".')
      .meta({ description: 'One character, a tab included, or `whitespace`.' }),
    quote: z.enum(['"', "'"]).nullable().meta({ description: 'null: cells are never quoted.' }),
  })
  .meta({ id: 'ImportFormat' });

export type ImportFormat = z.infer<typeof importFormatSchema>;

/** How cells may be written that are not as JSON and ISO-8601 write numbers and dates, and what they are. */
export const importNotations = {
  decimalComma: 'number',
  decimalPoint: 'number',
  dayFirst: 'date',
  monthFirst: 'date',
} as const satisfies Readonly<Record<string, Kind>>;

export type ImportNotation = keyof typeof importNotations;

const importNotationSchema = z
  .enum(Object.keys(importNotations) as [ImportNotation, ...ImportNotation[]])
  .meta({
    description:
      'Of numbers, `decimalComma`: 1.234,50, and `decimalPoint`: 1,234.50. Of dates, `dayFirst`: 31/12/2026 or 31.12.2026 14:05, and `monthFirst`: 12/31/2026 2:05 PM; what is kept is ISO-8601. Left out: as JSON and ISO-8601 write them.',
  });

/** What becomes of a column. */
export const importTargetSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('native'), field: z.enum(['name', 'email', 'language']) }),
    z.strictObject({
      type: z.literal('attribute'),
      key: z.string().trim().min(1).max(maxKeyLength),
      kind: z.enum(kinds).meta({
        description:
          '`date`: ISO-8601 text. `list`: JSON. A cell that is not of its kind is refused.',
      }),
      notation: importNotationSchema.optional(),
    }),
    z.strictObject({ type: z.literal('skip') }),
  ])
  .meta({ id: 'ImportTarget' });

export type ImportTarget = z.infer<typeof importTargetSchema>;

/** A column of the file, as it was found to be. */
export const importColumnSchema = z
  .object({
    index: z
      .int()
      .meta({ description: 'Its place in the file, from 0: what settings name it by.' }),
    name: z.string().meta({
      description: 'As in the header; one without a name, or with that of another, is told apart.',
    }),
    samples: z.array(z.string()).meta({ description: 'Some different values.' }),
    kind: z.enum(kinds).meta({ description: 'What every value of it reads as.' }),
    notation: importNotationSchema.optional(),
    filled: z.int().meta({ description: 'In how many rows it is not blank.' }),
    suggested: importTargetSchema,
  })
  .meta({ id: 'ImportColumn' });

const columnIndex = z.int().min(0);

/** What a person chooses of an import. */
export const importSettings = {
  name: lineSchema(200),
  description: paragraphSchema(2000),
  format: importFormatSchema,
  identifier: z
    .strictObject({
      column: columnIndex,
      matches: z.enum(['id', 'email']).meta({
        description:
          '`email`: whoever has that address, in whatever capitals; who is new gets it as User ID, too.',
      }),
    })
    .nullable()
    .meta({ description: 'The column by which users are found; null: not chosen yet.' }),
  mapping: z
    .array(z.strictObject({ column: columnIndex, to: importTargetSchema }))
    .max(20_000)
    .meta({ description: 'What becomes of each column but the identifier.' }),
  options: z
    .strictObject({
      createUsers: z.boolean(),
      updateUsers: z.boolean(),
      blanks: z.enum(['keep', 'clear']).meta({
        description: 'What a blank cell does to a value that is there.',
      }),
      segment: z
        .strictObject({ name: lineSchema(200) })
        .nullable()
        .meta({
          description: 'A segment of the imported users that is made with it.',
        }),
    })
    .meta({ id: 'ImportOptions' }),
};
