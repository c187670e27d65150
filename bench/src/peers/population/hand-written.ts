import { benchNow } from '../../population/population.ts';

/** How a database writes what the twelve segments ask for. */
export interface Dialect {
  users: string;
  events: string;
  /** The value of a field of a user, as a number (of instants milliseconds), truth or text. */
  number(field: string): string;
  flag(field: string): string;
  isOneOf(field: string, values: readonly string[]): string;
  isNoneOf(field: string, values: readonly string[]): string;
  /** Whatever the letter case. */
  containsOneOf(field: string, texts: readonly string[]): string;
  endsWith(field: string, text: string): string;
  hasOneOf(field: string, values: readonly string[]): string;
  /** A number of an event. */
  property(key: string): string;
  /** A text of an event begins so, whatever the letter case. */
  propertyStartsWith(key: string, text: string): string;
  countIf(predicate: string): string;
}

const day = 86_400_000;
const paidPlans = ['Pro', 'Team', 'Business', 'Enterprise'];

/** The predicate of each segment of the benchmark, by its id. */
export function writePredicates(dialect: Dialect): Record<string, string> {
  const { number, flag, isOneOf, isNoneOf } = dialect;
  const within = (value: string, from: number, to: number) =>
    `${value} > ${from} AND ${value} <= ${to}`;
  const who = (name: string, days: number | undefined, rest: string, having: string) => {
    const tests = [
      `name = '${name}'`,
      ...(days === undefined ? [] : [within('timestamp', benchNow - days * day, benchNow)]),
      ...(rest === '' ? [] : [rest]),
    ];
    return `(SELECT number FROM ${dialect.events} WHERE ${tests.join(' AND ')}${having === '' ? '' : ` GROUP BY number HAVING count(*) ${having}`})`;
  };
  const active = within(number('last_activity'), benchNow - 30 * day, benchNow);
  const activeTeams = `${active} AND ${number('seats')} >= 10 AND ${isOneOf('company_size', ['51–200', '200+'])}`;
  const paying = isOneOf('plan', paidPlans);
  const exported = `number IN ${who('report_exported', 30, '', '>= 3')}`;
  const purchased = `number IN ${who('purchase', 90, `${dialect.property('dollars')} >= 50`, '>= 2')}`;
  const notInvited = `number NOT IN ${who('invite_sent', undefined, '', '')}`;
  const fromBlog = dialect.propertyStartsWith('page', '/blog');
  return {
    paying,
    'active-teams': activeTeams,
    'growth-titles': `${dialect.containsOneOf('title', ['growth', 'product'])} AND ${dialect.endsWith('email', '@acme.test')}`,
    renewals: `${within(number('renewal_at'), benchNow, benchNow + 30 * day)} AND ${number('health')} < 40`,
    nested: `${flag('verified')} AND ((${isOneOf('plan', ['Enterprise'])} AND ${isOneOf('role', ['admin', 'owner'])}) OR (${number('mrr')} BETWEEN 100 AND 500 AND ${number('nps')} >= 9) OR ${dialect.hasOneOf('interests', ['api', 'export'])}) AND ${isNoneOf('country', ['C0', 'C1'])}`,
    exporters: exported,
    'big-buyers': purchased,
    'not-invited': `${isNoneOf('plan', ['Free'])} AND ${active} AND ${notInvited}`,
    silent: `${paying} AND number NOT IN ${who('page_viewed', 21, '', '')}`,
    advocates: `${paying} AND (${exported} OR ${number('nps')} >= 9) AND ${notInvited}`,
    'at-risk': `${purchased} AND NOT (${activeTeams})`,
    'long-tail': `(${dialect.containsOneOf('referrer', ['/partner/'])} AND ${number('invoices')} > 12) OR number IN ${who('search_done', 60, fromBlog, 'BETWEEN 5 AND 20')}`,
  };
}

/** One question about one of the predicates, or about all of them at once. */
export function selectCounts({ users, countIf }: Dialect, predicates: readonly string[]): string {
  const [only] = predicates;
  if (predicates.length === 1) return `SELECT count(*) AS c0 FROM ${users} WHERE ${only}`;
  const counts = predicates.map((predicate, i) => `${countIf(predicate)} AS c${i}`);
  return `SELECT ${counts.join(', ')} FROM ${users}`;
}

const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;
const list = (values: readonly string[]) => values.map(quote).join(', ');

const columns = {
  number: (field: string) => field,
  flag: (field: string) => field,
  isOneOf: (field: string, values: readonly string[]) => `${field} IN (${list(values)})`,
  isNoneOf: (field: string, values: readonly string[]) => `${field} NOT IN (${list(values)})`,
  property: (key: string) => key,
};

export const typedClickhouse: Dialect = {
  ...columns,
  users: 'typed_users',
  events: 'typed_events',
  containsOneOf: (field, texts) => `multiSearchAnyCaseInsensitiveUTF8(${field}, [${list(texts)}])`,
  endsWith: (field, text) => `endsWith(lowerUTF8(${field}), ${quote(text)})`,
  hasOneOf: (field, values) => `hasAny(${field}, [${list(values)}])`,
  propertyStartsWith: (key, text) => `startsWith(lowerUTF8(${key}), ${quote(text)})`,
  countIf: (predicate) => `countIf(${predicate})`,
};

const standard = {
  users: 'users',
  events: 'events',
  containsOneOf: (field: string, texts: readonly string[]) =>
    `(${texts.map((text) => `${field} ILIKE ${quote(`%${text}%`)}`).join(' OR ')})`,
  countIf: (predicate: string) => `count(*) FILTER (WHERE ${predicate})`,
};

export const duckdb: Dialect = {
  ...columns,
  ...standard,
  endsWith: (field, text) => `ends_with(lower(${field}), ${quote(text)})`,
  hasOneOf: (field, values) => `list_has_any(${field}, [${list(values)}])`,
  propertyStartsWith: (key, text) => `starts_with(lower(${key}), ${quote(text)})`,
};

export const postgresColumns: Dialect = {
  ...columns,
  ...standard,
  endsWith: (field, text) => `lower(${field}) LIKE ${quote(`%${text}`)}`,
  hasOneOf: (field, values) => `${field} && ARRAY[${list(values)}]`,
  propertyStartsWith: (key, text) => `lower(${key}) LIKE ${quote(`${text}%`)}`,
};

const asText = (field: string) => `(data->>'${field}')`;
const has = (field: string, value: string) =>
  `data @> ${quote(JSON.stringify({ [field]: value }))}`;

/** Documents with an index on all that is in them. */
export const postgresJson: Dialect = {
  ...standard,
  users: 'json_users',
  events: 'json_events',
  number: (field) => `${asText(field)}::float8`,
  flag: (field) => `data @> '{"${field}":true}'`,
  isOneOf: (field, values) => `(${values.map((value) => has(field, value)).join(' OR ')})`,
  isNoneOf: (field, values) => `NOT (${values.map((value) => has(field, value)).join(' OR ')})`,
  containsOneOf: (field, texts) => standard.containsOneOf(asText(field), texts),
  endsWith: (field, text) => `lower${asText(field)} LIKE ${quote(`%${text}`)}`,
  hasOneOf: (field, values) => `(data->'${field}') ?| ARRAY[${list(values)}]`,
  property: (key) => `${asText(key)}::float8`,
  propertyStartsWith: (key, text) => `lower${asText(key)} LIKE ${quote(`${text}%`)}`,
};
