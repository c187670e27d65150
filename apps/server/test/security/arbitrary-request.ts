import fc from 'fast-check';
import { hostileText, hostileTrees, hostileValue, toObject } from './hostile-values.ts';
import type { DocumentSchema, Operation } from './operations.ts';
import type { ValidCall } from './valid-calls.ts';

/** A request as a stranger to the rules makes it. */
export interface FuzzedRequest {
  path: Record<string, string>;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: unknown;
}

/** Deeper than that a schema is not followed. */
const deepest = 7;
/** Of a hundred values so many are not what their schema says. */
const hostileShare = 12;

/** Makes values from schemas; one for all calls of a document, since most share theirs. */
export function createValuesOf(schemas: Readonly<Record<string, DocumentSchema>>) {
  const known = new Map<string, fc.Arbitrary<unknown>>();

  function valuesOf(schema: DocumentSchema, depth = 0): fc.Arbitrary<unknown> {
    const valid = depth > deepest ? hostileValue : readSchema(schema, depth);
    return fc.oneof(
      { weight: 100 - hostileShare, arbitrary: valid },
      { weight: hostileShare, arbitrary: hostileValue },
    );
  }

  function readSchema(schema: DocumentSchema, depth: number): fc.Arbitrary<unknown> {
    if (schema.$ref !== undefined) return ofName(schema.$ref.split('/').at(-1) ?? '', depth);
    if ('const' in schema) return fc.constant(schema.const);
    if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
    const choices = (schema.anyOf ?? schema.oneOf) as DocumentSchema[] | undefined;
    if (choices) return fc.oneof(...choices.map((choice) => valuesOf(choice, depth + 1)));
    const [type = 'object'] = [schema.type ?? 'object'].flat();
    if (type === 'array') {
      const items = (schema.items ?? {}) as DocumentSchema;
      return fc.array(valuesOf(items, depth + 1), { maxLength: 3 });
    }
    if (type === 'object') return ofObject(schema, depth);
    return ofScalar(type, schema);
  }

  function ofName(name: string, depth: number): fc.Arbitrary<unknown> {
    const key = `${name} ${depth}`;
    const found = known.get(key) ?? readSchema(schemas[name] ?? {}, depth + 1);
    known.set(key, found);
    if (name !== 'ConditionGroup') return found;
    return fc.oneof(
      { weight: 3, arbitrary: found },
      { weight: 1, arbitrary: fc.constantFrom(...hostileTrees) },
    );
  }

  function ofObject(schema: DocumentSchema, depth: number): fc.Arbitrary<unknown> {
    const required = (schema.required ?? []) as string[];
    const members = Object.entries((schema.properties ?? {}) as Record<string, DocumentSchema>).map(
      ([name, member]) =>
        fc
          .tuple(fc.constant(name), fc.nat(99), valuesOf(member, depth + 1))
          .map(([key, chance, value]) =>
            chance < (required.includes(name) ? 96 : 40) ? [[key, value] as const] : [],
          ),
    );
    const further = fc.array(fc.tuple(hostileText, hostileValue), {
      maxLength: schema.additionalProperties ? 3 : 1,
    });
    return fc
      .tuple(fc.tuple(...members), fc.nat(99), further)
      .map(([own, chance, more]) =>
        toObject([...own.flat(), ...(chance < 15 || schema.additionalProperties ? more : [])]),
      );
  }

  return valuesOf;
}

function ofScalar(type: string, schema: DocumentSchema): fc.Arbitrary<unknown> {
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  if (type === 'integer' || type === 'number') {
    const edges = [schema.minimum, schema.maximum].filter((edge) => typeof edge === 'number');
    return fc.oneof(fc.constantFrom(0, 1, 2, 30, ...edges), fc.integer({ min: -3, max: 1_000 }));
  }
  const given = [schema.example, schema.default, ...((schema.examples ?? []) as unknown[])];
  const said = given.filter((one) => one !== undefined);
  return fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('ada', 'plan', 'Pro', 'Paid', 'x', ...said) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('2026-03-01', '2026-03-01T00:00:00Z', 'https://x.test/'),
    },
    { weight: 1, arbitrary: hostileText },
  );
}

/** Where a value can be changed: the ways to all that is in it. */
export function listWays(value: unknown, way: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [way];
  return [way, ...Object.entries(value).flatMap(([key, inner]) => listWays(inner, [...way, key]))];
}

/** The value with another at the end of a way; `undefined` leaves it out. */
export function change(value: unknown, [key, ...rest]: readonly string[], to: unknown): unknown {
  if (key === undefined) return to;
  if (Array.isArray(value)) {
    return value.map((inner, index) => (String(index) === key ? change(inner, rest, to) : inner));
  }
  const members = Object.entries(value as object).map(
    ([name, inner]) => [name, name === key ? change(inner, rest, to) : inner] as const,
  );
  return toObject(members.filter(([, inner]) => inner !== undefined));
}

function mutate(valid: unknown): fc.Arbitrary<unknown> {
  const ways = listWays(valid);
  const to = fc.oneof(
    { weight: 6, arbitrary: hostileValue },
    { weight: 1, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom(...hostileTrees) },
  );
  const once = fc.record({ way: fc.constantFrom(...ways), to });
  return once.map(({ way, to: value }) => change(valid, way, value));
}

/** Requests to a call: its valid one with something else in it, or made from its schema. */
export function requestsTo(
  operation: Operation,
  valid: ValidCall,
  valuesOf: (schema: DocumentSchema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<FuzzedRequest> {
  const ofPlace = (place: 'path' | 'query' | 'header', given: Record<string, string> = {}) => {
    const names = operation.parameters.filter(({ in: where }) => where === place);
    const members = names.map(({ name, schema }) => {
      const values = valuesOf(schema).map((value) =>
        typeof value === 'string' ? value : (JSON.stringify(value) ?? ''),
      );
      const same = given[name] === undefined ? values : fc.constant(given[name]);
      // An address that is not there tells little: mostly the subject is.
      const weights = place === 'path' ? [9, 1] : [3, 2];
      return fc
        .oneof(
          { weight: weights[0] ?? 1, arbitrary: same },
          { weight: weights[1] ?? 1, arbitrary: fc.oneof(values, hostileText) },
        )
        .map((value) => [name, value] as const);
    });
    return fc
      .tuple(...members)
      .map((entries) => ({ ...given, ...Object.fromEntries(entries) }) as Record<string, string>);
  };

  function bodies(): fc.Arbitrary<unknown> {
    if (operation.body === undefined) return fc.constant(valid.body);
    const { schema } = operation.body;
    if (valid.body instanceof Uint8Array || typeof valid.body === 'string') {
      return fc.oneof(valuesOf(schema), hostileText);
    }
    return fc.oneof(
      { weight: 1, arbitrary: fc.constant(valid.body) },
      { weight: 4, arbitrary: mutate(valid.body) },
      { weight: 4, arbitrary: valuesOf(schema) },
    );
  }

  return fc.record({
    path: ofPlace('path', valid.path),
    query: ofPlace('query', valid.query),
    headers: ofPlace('header', valid.headers),
    body: bodies(),
  });
}
