import * as z from 'zod';
import { instantSchema } from './instant.ts';
import { lineSchema } from './plain-text.ts';
import { commonProblems, problemReplies } from './problem.ts';
import { projectParams } from './project.ts';
import { defineRoute, jsonBody, jsonReply } from './route.ts';
import { ifMatchHeaders } from './segments.ts';
import { sourceMappingSchema } from './source-mapping.ts';

const tags = ['Sources'];
const bodyProblems = { ...commonProblems, ...problemReplies(400, 413, 415) };

/** The parameters of a path about one source. */
export const sourceParams = projectParams.extend({ sourceId: z.string() });

/** What sends. */
export const sourceKinds = ['segment', 'posthog', 'webhook'] as const;
export const sourceKindSchema = z.enum(sourceKinds).meta({
  description: '`webhook` is anything else: what it sends is read by a mapping.',
});

export type SourceKind = z.infer<typeof sourceKindSchema>;

/** Whose picture stands beside the name of a source. */
export const sourceLogos = [
  'segment',
  'posthog',
  'hubspot',
  'salesforce',
  'customer-io',
  'intercom',
  'stripe',
  'zapier',
  'webhook',
] as const;

export type SourceLogo = (typeof sourceLogos)[number];

/** How a sender proves that it is the sender. */
export const signatureSchemes = [
  'none',
  'segment',
  'hmac-sha256',
  'standard-webhooks',
  'customer-io',
  'bearer',
] as const;

export type SignatureScheme = (typeof signatureSchemes)[number];

export const signatureSchema = z.enum(signatureSchemes).meta({
  id: 'SourceSignature',
  description:
    'With the secret of the source as the key. `none`: whoever knows the address may send. `segment`: `x-signature`, the HMAC-SHA1 of the body in hex. `hmac-sha256`: `x-signature-256`, the HMAC-SHA256 of the body in hex, `sha256=` before it or not. `standard-webhooks`: `webhook-id`, `webhook-timestamp` and `webhook-signature`, not older than five minutes. `customer-io`: `x-cio-timestamp` and `x-cio-signature`, likewise. `bearer`: `authorization: Bearer <secret>`, for senders that cannot sign.',
});

const secretSchema = z
  .string()
  .regex(/^[\x21-\x7e]{8,200}$/, '8 to 200 printable ASCII characters without spaces.')
  .meta({ description: 'One that the sender made. Left out: one is made here.' });

const logoSchema = z.enum(sourceLogos);

const newSourceSchema = z
  .strictObject({
    kind: sourceKindSchema,
    name: lineSchema(60).meta({
      description: 'Of a `webhook` it is shown as Source of what it writes, so each has its own.',
    }),
    logo: logoSchema.optional(),
    signature: signatureSchema.optional().meta({
      description: 'Default: `none` for `segment` and `posthog`, `hmac-sha256` for `webhook`.',
    }),
    secret: secretSchema.optional(),
    createsUsers: z.boolean().optional().meta({
      description:
        'false: what is about somebody unknown is refused. Default: false for `webhook`, else true.',
    }),
    mapping: sourceMappingSchema.optional().meta({ description: 'Needed for `webhook` alone.' }),
  })
  .meta({ id: 'NewSource' });

export type NewSource = z.input<typeof newSourceSchema>;

const sourceChangeSchema = z
  .strictObject({
    name: lineSchema(60).optional(),
    logo: logoSchema.optional(),
    paused: z.boolean().optional().meta({
      description: 'A paused source refuses what it is sent with 403, so that senders try again.',
    }),
    signature: signatureSchema.optional(),
    createsUsers: z.boolean().optional(),
    mapping: sourceMappingSchema.optional(),
  })
  .meta({ id: 'SourceChange' });

export type SourceChange = z.input<typeof sourceChangeSchema>;

/** How a source is doing. */
const sourceStatuses = ['waiting', 'receiving', 'failing', 'paused'] as const;

const sourceSchema = z
  .object({
    id: z.string(),
    kind: sourceKindSchema,
    name: z.string(),
    label: z.string().meta({ description: 'Shown as Source of what it writes.' }),
    logo: logoSchema,
    signature: signatureSchema,
    createsUsers: z.boolean(),
    mapping: sourceMappingSchema.nullable().meta({ description: 'Of a `webhook`; else null.' }),
    status: z.enum(sourceStatuses).meta({
      description:
        '`waiting`: nothing came yet. `failing`: something of the latest request was refused.',
    }),
    lastReceivedAt: instantSchema.nullable().meta({
      description: 'Of the latest request that was let in; to a second, as the counts.',
    }),
    lastRefusal: z
      .object({ at: instantSchema, code: z.string(), message: z.string() })
      .nullable()
      .meta({ description: 'The latest request that was refused as a whole.' }),
    counts: z.object({
      requests: z.int().meta({ description: 'Let in.' }),
      refusedRequests: z.int().meta({ description: 'E.g. for their signature.' }),
      accepted: z.int().meta({ description: 'Items, those taken before included.' }),
      duplicates: z.int().meta({ description: 'Accepted items that had been taken before.' }),
      rejected: z.int().meta({ description: 'Items, not single keys of them.' }),
    }),
    errorCount: z.int().meta({ description: 'Errors that are kept now.' }),
    createdAt: instantSchema,
    createdBy: z.string(),
    updatedAt: instantSchema,
    updatedBy: z.string(),
    version: z.int().meta({ description: 'For `If-Match`.' }),
  })
  .meta({ id: 'Source' });

export type SourceBody = z.infer<typeof sourceSchema>;

const accessSchema = z
  .object({
    path: z.string().meta({
      description: 'Where the sender posts to, below the address of this server.',
      example: '/in/3f7k…',
    }),
    key: z.string().meta({
      description:
        'The last part of the path by itself: the write key for libraries of Segment, and the API key of Jimo Cloud.',
    }),
    secret: z.string().nullable().meta({ description: 'null: requests need no signature.' }),
    previousSecretUntil: instantSchema.nullable().meta({
      description: 'Until then the secret before this one is good, too.',
    }),
  })
  .meta({ id: 'SourceAccess' });

export type SourceAccessBody = z.infer<typeof accessSchema>;

const sourceReply = (description: string) => ({
  ...jsonReply(description, sourceSchema),
  headers: z.object({ etag: z.string().meta({ description: 'The version, quoted.' }) }),
});

const path = '/api/projects/{projectId}/sources';
const onePath = `${path}/{sourceId}` as const;

export const listSourcesRoute = defineRoute({
  operationId: 'listSources',
  method: 'get',
  path,
  scope: 'read',
  tags,
  summary: 'Every source',
  request: { params: projectParams },
  responses: {
    200: jsonReply('By name.', z.object({ sources: z.array(sourceSchema) })),
    ...commonProblems,
  },
});

export const createSourceRoute = defineRoute({
  operationId: 'createSource',
  method: 'post',
  path,
  scope: 'admin',
  tags,
  summary: 'Add a source',
  description:
    'For administrators: whoever knows the address of a source can write, and a leaked key must not outlive its revocation by it.',
  request: { params: projectParams, body: jsonBody(newSourceSchema) },
  responses: {
    201: jsonReply(
      'The source, and how to send to it.',
      sourceSchema.extend({ access: accessSchema }).meta({ id: 'CreatedSource' }),
    ),
    ...bodyProblems,
    ...problemReplies(409),
  },
});

export const getSourceRoute = defineRoute({
  operationId: 'getSource',
  method: 'get',
  path: onePath,
  scope: 'read',
  tags,
  summary: 'One source',
  request: { params: sourceParams },
  responses: { 200: sourceReply('The source.'), ...commonProblems },
});

export const changeSourceRoute = defineRoute({
  operationId: 'changeSource',
  method: 'patch',
  path: onePath,
  scope: 'admin',
  tags,
  summary: 'Change or pause a source',
  description: 'Needs `If-Match`; 412 says who has changed it since, and when.',
  request: { params: sourceParams, headers: ifMatchHeaders, body: jsonBody(sourceChangeSchema) },
  responses: {
    200: sourceReply('The source as it is now.'),
    ...bodyProblems,
    ...problemReplies(409, 412, 428),
  },
});

export const deleteSourceRoute = defineRoute({
  operationId: 'deleteSource',
  method: 'delete',
  path: onePath,
  scope: 'admin',
  tags,
  summary: 'Delete a source',
  description: 'What it wrote stays. Its errors go with it.',
  request: { params: sourceParams },
  responses: { 204: { description: 'Its address is nobody’s any more.' }, ...commonProblems },
});

export const getSourceAccessRoute = defineRoute({
  operationId: 'getSourceAccess',
  method: 'get',
  path: `${onePath}/access`,
  scope: 'admin',
  tags,
  summary: 'How to send to a source',
  description: 'With the secret. No API key may read it.',
  request: { params: sourceParams },
  responses: { 200: jsonReply('As it is now.', accessSchema), ...commonProblems },
});

export const rotateSourceRoute = defineRoute({
  operationId: 'rotateSource',
  method: 'post',
  path: `${onePath}/rotate`,
  scope: 'admin',
  tags,
  summary: 'Renew the secret or the address of a source',
  description:
    'The old one is worth nothing from now on. The secret before may stay good for some hours, while the sender is told the new one.',
  request: {
    params: sourceParams,
    body: jsonBody(
      z
        .strictObject({
          what: z.enum(['secret', 'key']),
          secret: secretSchema.optional(),
          graceHours: z.int().min(0).max(168).optional(),
        })
        .meta({ id: 'SourceRotation' }),
    ),
  },
  responses: { 200: jsonReply('As it is now.', accessSchema), ...bodyProblems },
});
