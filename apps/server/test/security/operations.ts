import type { TestHouse } from '../http/test-house.ts';

/** A schema of the document, as far as tests read it. */
export interface DocumentSchema {
  $ref?: string;
  type?: string | string[];
  [keyword: string]: unknown;
}

/** A call of the OpenAPI document. */
export interface Operation {
  id: string;
  method: string;
  /** With `{parameters}`. */
  template: string;
  /** Who may make it; `key` where servers alone may, with an API key or a key of their own. */
  scope: 'read' | 'write' | 'admin' | 'account' | 'anyone' | 'key';
  /** The least role that a member needs, where it is more than the scope asks for. */
  role: 'admin' | undefined;
  parameters: { name: string; in: 'path' | 'query' | 'header'; schema: DocumentSchema }[];
  /** By media type. */
  body: { type: string; schema: DocumentSchema } | undefined;
  /** Every status that it may answer. */
  statuses: number[];
}

/** What the document says of all calls, and of the schemas that they name. */
export interface ReadDocument {
  operations: Operation[];
  schemas: Record<string, DocumentSchema>;
}

interface Documented {
  operationId: string;
  'x-scope'?: Operation['scope'];
  'x-role'?: 'admin';
  security: unknown[];
  parameters?: Operation['parameters'];
  requestBody?: { content: Record<string, { schema: DocumentSchema }> };
  responses: Record<string, unknown>;
}

interface OpenApi {
  paths: Record<string, Record<string, Documented>>;
  components: { schemas: Record<string, DocumentSchema> };
}

/** Reads the document that the server serves. */
export async function readDocument(house: Pick<TestHouse, 'fetchRaw'>): Promise<ReadDocument> {
  const response = await house.fetchRaw('GET', '/openapi.json', { key: null });
  const { paths, components } = (await response.json()) as OpenApi;
  const operations = Object.entries(paths).flatMap(([template, item]) =>
    Object.entries(item).map(([method, call]) => toOperation(template, method, call)),
  );
  return { operations, schemas: components.schemas };
}

function toOperation(template: string, method: string, call: Documented): Operation {
  const [content] = Object.entries(call.requestBody?.content ?? {});
  return {
    id: call.operationId,
    method: method.toUpperCase(),
    template,
    scope: call['x-scope'] ?? (call.security.length === 0 ? 'anyone' : 'key'),
    role: call['x-role'],
    parameters: call.parameters ?? [],
    body: content && { type: content[0], schema: content[1].schema },
    statuses: Object.keys(call.responses).map(Number),
  };
}

/** The address of a call, with these in the places of its parameters. */
export function fillPath(template: string, given: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = given[name];
    if (value === undefined) throw new Error(`${template} has no ${name}`);
    return encodeURIComponent(value);
  });
}
