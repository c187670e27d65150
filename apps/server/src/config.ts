import { readFileSync } from 'node:fs';
import { type Setting, settings } from './config-settings.ts';

/** The settings of the process, checked; see `config-settings.ts` for what each means. */
export type Config = {
  [Key in Needed]: ValueOf<Key>;
} & {
  [Key in Exclude<Name, Needed>]?: ValueOf<Key>;
};

type Settings = typeof settings;
type Name = keyof Settings;
type ValueOf<Key extends Name> = NonNullable<ReturnType<Settings[Key]['parse']>>;
type Needed = { [Key in Name]: Settings[Key] extends { fallback: string } ? Key : never }[Name];

/** A setting as `config check` shows it. */
export interface ShownSetting {
  name: string;
  /** Without secrets; `undefined` when it is not set. */
  value: string | undefined;
  from: 'default' | 'environment' | 'file' | 'unset';
  purpose: string;
}

export interface ReadConfig {
  config: Config;
  shown: ShownSetting[];
  /** Sentences about what is allowed but probably not meant. */
  warnings: string[];
}

/** A wrong setting; its message is one sentence that names it. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ConfigError';
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads every setting from the environment or from the file that `NAME_FILE` names. An empty
 * variable counts as unset, as it does in compose files. Throws a `ConfigError` at the first that
 * is wrong.
 */
export function readConfig(environment: Environment): ReadConfig {
  const values: Record<string, unknown> = {};
  const shown: ShownSetting[] = [];
  for (const [key, setting] of Object.entries<Setting<unknown>>(settings)) {
    const { text, from } = readText(setting, environment);
    values[key] = text === undefined ? undefined : parseText(setting, text);
    shown.push({ ...describe(setting, text), from, purpose: setting.purpose });
  }
  // Each key was set by its own setting's `parse`, the needed ones from their fallbacks.
  const config = values as Config;
  if (config.clickhouseCluster && !config.clickhouseUrls) {
    throw new ConfigError('CLICKHOUSE_CLUSTER needs CLICKHOUSE_URL, which is not set.');
  }
  return { config, shown, warnings: findWarnings(config, environment) };
}

function readText(
  setting: Setting<unknown>,
  environment: Environment,
): { text: string | undefined; from: ShownSetting['from'] } {
  const { name, fallback } = setting;
  const plain = environment[name] || undefined;
  const file = environment[`${name}_FILE`] || undefined;
  if (plain !== undefined && file !== undefined) {
    throw new ConfigError(`Set either ${name} or ${name}_FILE, not both.`);
  }
  if (file !== undefined) return { text: readSettingFile(name, file), from: 'file' };
  if (plain !== undefined) return { text: plain, from: 'environment' };
  return { text: fallback, from: fallback === undefined ? 'unset' : 'default' };
}

function readSettingFile(name: string, file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`${name}_FILE cannot be read: ${reason}.`);
  }
  // Editors and `echo` end a file with a line break that is no part of the secret.
  const value = text.replace(/\r?\n$/, '');
  if (value === '') throw new ConfigError(`${name}_FILE names an empty file: ${file}.`);
  return value;
}

function parseText(setting: Setting<unknown>, text: string): unknown {
  const value = setting.parse(text);
  if (value !== undefined) return value;
  const given = setting.secret ? '' : `, not ${JSON.stringify(text)}`;
  throw new ConfigError(`${setting.name} must be ${setting.expected}${given}.`);
}

function describe(setting: Setting<unknown>, text: string | undefined) {
  const { name, secret, show } = setting;
  if (text === undefined) return { name, value: undefined };
  return { name, value: show ? show(text) : secret ? '***' : text };
}

function findWarnings(config: Config, environment: Environment): string[] {
  const known = new Set(Object.values(settings).flatMap(({ name }) => [name, `${name}_FILE`]));
  const warnings = Object.keys(environment)
    .filter((name) => name.startsWith('MUSTER_') && !known.has(name))
    .map((name) => `${name} is not a setting of Muster and is ignored.`);
  if (config.apiKey !== undefined && config.apiKey.length < 24) {
    warnings.push('MUSTER_API_KEY is short enough to be guessed; leave it out to have one made.');
  }
  if ((config.adminEmail === undefined) !== (config.adminPassword === undefined)) {
    warnings.push('MUSTER_ADMIN_EMAIL and MUSTER_ADMIN_PASSWORD are only used together.');
  }
  if (config.clickhouseCluster === undefined && (config.clickhouseUrls?.length ?? 0) > 1) {
    warnings.push(
      'CLICKHOUSE_URL names several servers, but without CLICKHOUSE_CLUSTER only the first is used.',
    );
  }
  return warnings;
}
