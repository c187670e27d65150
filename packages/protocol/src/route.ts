import type * as z from 'zod';

/**
 * What a caller must be allowed to do. Of a member `read` needs a viewer, `write` an editor, `admin`
 * an admin; no API key is an admin. `account` takes any person who is signed in and no key.
 */
export type RouteScope = 'read' | 'write' | 'admin' | 'account' | 'anyone';

/** One media type of a body; binary and line formats have a schema of one string. */
interface Content {
  schema: z.ZodType;
}

interface Reply {
  description: string;
  content?: Record<string, Content>;
  headers?: z.ZodObject;
}

/** One call of the API: the single source of its validation, its types and its documentation. */
export interface Route {
  operationId: string;
  method: 'get' | 'post' | 'patch' | 'delete';
  /** With `{parameters}`. */
  path: string;
  scope: RouteScope;
  /** The least role of a member, where it is more than the scope asks for. */
  role?: 'admin';
  /** The body may be large: the handler reads it as it comes, and nobody before it. */
  streamsBody?: true;
  tags: string[];
  summary: string;
  description?: string;
  request?: {
    params?: z.ZodObject;
    query?: z.ZodObject;
    headers?: z.ZodObject;
    body?: { required: true; description?: string; content: Record<string, Content> };
  };
  responses: Record<number, Reply>;
}

/** Keeps the exact type of a route, and checks it. */
export function defineRoute<const R extends Route>(route: R): R {
  return route;
}

/** A JSON body that the call needs. */
export function jsonBody<const Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { 'application/json': { schema } } } as const;
}

/** A JSON reply. */
export function jsonReply<const Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { 'application/json': { schema } } } as const;
}
