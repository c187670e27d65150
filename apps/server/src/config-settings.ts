import { emailSchema, passwordSchema } from '@muster/protocol';

/** One setting of the process: its name in the environment and what a right value is. */
export interface Setting<T> {
  name: string;
  /** What `config check` and `--help` say it is for. */
  purpose: string;
  /** As text, shown when nothing is set; absent, the setting is optional. */
  fallback?: string;
  /** Never shown. */
  secret?: boolean;
  /** The value, or `undefined` when the text is not one. */
  parse(text: string): T | undefined;
  /** Ends the sentence `NAME must be …`. */
  expected: string;
  /** The value as `config check` shows it; `text` unless given. */
  show?(text: string): string;
}

const hostName = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/;
const ipv6 = /^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.%A-Za-z0-9]*$/;

/** Every setting, in the order in which it is shown. Each may also be given as `NAME_FILE`. */
export const settings = {
  port: {
    name: 'PORT',
    purpose: 'the port it listens on (0: any free one)',
    fallback: '4400',
    parse: (value) =>
      /^\d{1,5}$/.test(value) && Number(value) < 65_536 ? Number(value) : undefined,
    expected: 'a whole number from 0 to 65535',
  } satisfies Setting<number>,
  host: {
    name: 'HOST',
    purpose: 'the address it listens on',
    fallback: '127.0.0.1',
    parse: (value) => (hostName.test(value) || ipv6.test(value) ? value : undefined),
    expected: 'a host name or an IP address without a port, e.g. 127.0.0.1 or 0.0.0.0',
  } satisfies Setting<string>,
  dataDir: {
    name: 'MUSTER_DATA_DIR',
    purpose: 'the data folder: store, index, secrets',
    fallback: './data',
    parse: (value) => (value.includes('\0') ? undefined : value),
    expected: 'the path of a folder',
  } satisfies Setting<string>,
  filesDir: {
    name: 'MUSTER_FILES_DIR',
    purpose:
      'uploaded and exported files, where several servers need one folder (otherwise: the data folder)',
    parse: (value) => (value.includes('\0') ? undefined : value),
    expected: 'the path of a folder',
  } satisfies Setting<string>,
  databaseUrl: {
    name: 'DATABASE_URL',
    purpose: 'a PostgreSQL server instead of SQLite',
    secret: true,
    parse: (value) => parseUrl(value, ['postgres:', 'postgresql:'])?.href,
    expected: 'a URL that begins with postgres://',
    show: hidePassword,
  } satisfies Setting<string>,
  clickhouseUrls: {
    name: 'CLICKHOUSE_URL',
    purpose: 'a ClickHouse server instead of chDB (comma-separated: of a cluster each server)',
    secret: true,
    parse: parseUrls,
    expected: 'one or more URLs that begin with http:// or https://, separated by commas',
    show: (value) => value.split(',').map(hidePassword).join(','),
  } satisfies Setting<string[]>,
  clickhouseCluster: {
    name: 'CLICKHOUSE_CLUSTER',
    purpose: 'the cluster whose shards the servers of CLICKHOUSE_URL are',
    parse: (value) => (/^[A-Za-z_][A-Za-z0-9_-]*$/.test(value) ? value : undefined),
    expected: 'the name of a cluster: letters, digits, _ and -',
  } satisfies Setting<string>,
  projectId: {
    name: 'MUSTER_PROJECT_ID',
    purpose: 'id of the first project, made on an empty store (otherwise generated)',
    parse: (value) => (/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(value) ? value : undefined),
    expected: '1 to 64 letters, digits, _ and -, beginning with a letter or digit',
  } satisfies Setting<string>,
  apiKey: {
    name: 'MUSTER_API_KEY',
    purpose: 'its first API key (otherwise generated)',
    secret: true,
    parse: (value) => (/^[\x21-\x7e]{8,200}$/.test(value) ? value : undefined),
    expected: '8 to 200 printable ASCII characters without spaces',
  } satisfies Setting<string>,
  adminEmail: {
    name: 'MUSTER_ADMIN_EMAIL',
    purpose: "the first admin's email",
    parse: (value) => emailSchema.safeParse(value).data,
    expected: 'an email address',
  } satisfies Setting<string>,
  adminPassword: {
    name: 'MUSTER_ADMIN_PASSWORD',
    purpose: "the first admin's password",
    secret: true,
    parse: (value) => passwordSchema.safeParse(value).data,
    expected: '8 to 200 characters',
  } satisfies Setting<string>,
  logLevel: {
    name: 'MUSTER_LOG_LEVEL',
    purpose: 'what is logged on standard error',
    fallback: 'info',
    parse: (value) => (logLevels.has(value) ? value : undefined),
    expected: 'one of trace, debug, info, warn, error, fatal, silent',
  } satisfies Setting<string>,
  metricsToken: {
    name: 'MUSTER_METRICS_TOKEN',
    purpose: 'what /metrics must be shown; it then also says how large each project is',
    secret: true,
    parse: (value) => (/^[\x21-\x7e]{16,200}$/.test(value) ? value : undefined),
    expected: '16 to 200 printable ASCII characters without spaces',
  } satisfies Setting<string>,
  apiRate: {
    name: 'MUSTER_API_RATE',
    purpose: 'requests a second that servers may make with one API key (0: any number)',
    fallback: '5000',
    parse: (value) => parseWhole(value, 1_000_000),
    expected: 'a whole number from 0 to 1000000',
  } satisfies Setting<number>,
  sdkAddressRate: {
    name: 'MUSTER_SDK_ADDRESS_RATE',
    purpose: 'requests a second that browsers of one address may send (0: any number)',
    fallback: '100',
    parse: (value) => parseWhole(value, 1_000_000),
    expected: 'a whole number from 0 to 1000000',
  } satisfies Setting<number>,
  sdkProjectRate: {
    name: 'MUSTER_SDK_PROJECT_RATE',
    purpose: 'requests a second that all browsers of a project may send (0: any number)',
    fallback: '5000',
    parse: (value) => parseWhole(value, 1_000_000),
    expected: 'a whole number from 0 to 1000000',
  } satisfies Setting<number>,
  sourceRate: {
    name: 'MUSTER_SOURCE_RATE',
    purpose: 'items a second that one source may send from server to server (0: any number)',
    fallback: '20000',
    parse: (value) => parseWhole(value, 1_000_000),
    expected: 'a whole number from 0 to 1000000',
  } satisfies Setting<number>,
  importMaxMegabytes: {
    name: 'MUSTER_IMPORT_MAX_MB',
    purpose: 'how large an uploaded CSV file may be, in MB',
    fallback: '50',
    parse: (value) => parseWhole(value, 100_000) || undefined,
    expected: 'a whole number from 1 to 100000',
  } satisfies Setting<number>,
  liveMemoryMegabytes: {
    name: 'MUSTER_LIVE_MEMORY_MB',
    purpose: 'what keeping who is in which segment may take, in MB (0: the index counts each time)',
    fallback: '400',
    parse: (value) => parseWhole(value, 100_000),
    expected: 'a whole number from 0 to 100000',
  } satisfies Setting<number>,
  trustedProxies: {
    name: 'MUSTER_TRUSTED_PROXIES',
    purpose: 'how many proxies of yours stand before it and add to X-Forwarded-For (0: ignored)',
    fallback: '0',
    parse: (value) => parseWhole(value, 10),
    expected: 'a whole number from 0 to 10',
  } satisfies Setting<number>,
  privateWebhooks: {
    name: 'MUSTER_PRIVATE_WEBHOOKS',
    purpose: 'whether webhooks may call addresses that are not of the public internet',
    fallback: 'no',
    parse: (value) => (value === 'yes' || value === 'no' ? value : undefined),
    expected: 'yes or no',
  } satisfies Setting<'yes' | 'no'>,
};

const logLevels = new Set(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']);

function parseWhole(value: string, max: number): number | undefined {
  return /^\d{1,7}$/.test(value) && Number(value) <= max ? Number(value) : undefined;
}

function parseUrl(value: string, protocols: readonly string[]): URL | undefined {
  if (!URL.canParse(value)) return undefined;
  const url = new URL(value);
  return protocols.includes(url.protocol) && url.hostname !== '' ? url : undefined;
}

function parseUrls(value: string): string[] | undefined {
  const urls = value.split(',').map((part) => parseUrl(part.trim(), ['http:', 'https:'])?.href);
  const valid = urls.filter((url) => url !== undefined);
  return valid.length === urls.length ? valid : undefined;
}

function hidePassword(value: string): string {
  const url = new URL(value.trim());
  // Some drivers take the password as a parameter, too.
  if (url.searchParams.has('password')) url.searchParams.set('password', '***');
  if (url.password !== '') url.password = '***';
  return url.href;
}
