import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../../src/config.ts';
import { settings } from '../../src/config-settings.ts';

// What nothing here can start is at least of one piece: files that it names are there, settings that it
// names are some, and values that it gives are right ones.

const root = new URL('../../../../', import.meta.url).pathname;
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const known = new Set(Object.values(settings).flatMap(({ name }) => [name, `${name}_FILE`]));
/** Of others that the files speak to. */
const foreign = /^(NODE_ENV|POSTGRES_(USER|PASSWORD|DB)|CLICKHOUSE_(USER|PASSWORD|DB))$/;

/** A template of the chart with its values; it has only names of values, `quote` and `if`. */
function render(template: string, values: Record<string, unknown>): string {
  const find = (path: string): unknown =>
    path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], {
      Values: values,
      Release: { Name: 'a-release' },
    });
  const rendered = template
    .replaceAll(
      /^ *\{\{- if \.([\w.]+) \}\}\n([\s\S]*?)^ *\{\{- end \}\}\n/gm,
      (_, path: string, body: string) => (find(path) ? body : ''),
    )
    .replaceAll(/\{\{ \.([\w.]+)( \| quote)? \}\}/g, (_, path: string, isQuoted?: string) => {
      const value = find(path);
      if (value === undefined) throw new Error(`There is no value ${path}.`);
      return isQuoted ? JSON.stringify(String(value)) : String(value);
    });
  expect(rendered).not.toContain('{{');
  return rendered;
}

const chart = 'deploy/helm/muster';
const renderChart = (name: string, values: Record<string, unknown>) =>
  parse(render(read(`${chart}/templates/${name}.yaml`), values));

test('The compose file names settings that there are, with values that are right', () => {
  const { services, volumes } = parse(read('deploy/compose.yaml'));
  const given = { POSTGRES_PASSWORD: 'one1', CLICKHOUSE_PASSWORD: 'two2' };
  const environment: Record<string, string> = {};
  for (const [name, text] of Object.entries<string>(services.muster.environment)) {
    expect([name, known.has(name)]).toEqual([name, true]);
    environment[name] = text.replaceAll(
      /\$\{(\w+):([?-])([^}]*)\}/g,
      (_, variable: string, mark: string, other: string) => {
        const value: string | undefined = (given as Record<string, string>)[variable];
        // What must be given is given here, and nothing else is needed.
        expect([variable, mark]).toEqual([variable, value === undefined ? '-' : '?']);
        return value ?? other;
      },
    );
  }
  const { config, warnings } = readConfig(environment);
  expect(warnings).toEqual([]);
  expect(new URL(config.databaseUrl ?? '').hostname).toBe('postgres');
  expect(new URL(config.clickhouseUrls?.[0] ?? '').hostname).toBe('clickhouse');
  for (const [name, service] of Object.entries<Record<string, never>>(services)) {
    for (const mount of service.volumes ?? []) {
      expect(volumes).toHaveProperty(String(mount).split(':')[0] ?? '');
    }
    for (const variable of Object.keys(service.environment ?? {})) {
      expect([name, variable, known.has(variable) || foreign.test(variable)]).toEqual([
        name,
        variable,
        true,
      ]);
    }
    // Whom the server waits for can say that it is there.
    if (name !== 'muster') expect(service.healthcheck).toHaveProperty('test');
  }
  expect(Object.keys(services.muster.depends_on)).toEqual(['postgres', 'clickhouse']);
});

test('The chart names settings that there are, and its parts find each other', () => {
  const values = parse(read(`${chart}/values.yaml`));
  const { data } = renderChart('settings', values);
  expect(Object.keys(data)).toEqual(Object.keys(values.settings));
  for (const name of Object.keys(data)) expect([name, known.has(name)]).toEqual([name, true]);
  expect(readConfig(data).warnings).toEqual([]);

  const set = renderChart('statefulset', values);
  const service = renderChart('service', values);
  const { metadata, spec } = set.spec.template;
  expect(metadata.labels).toMatchObject(set.spec.selector.matchLabels);
  expect(metadata.labels).toMatchObject(service.spec.selector);
  expect([set.spec.replicas, set.spec.serviceName]).toEqual([1, service.metadata.name]);
  const [container] = spec.containers;
  expect(container.image).toBe(`muster:${values.image.tag}`);
  expect(container.ports[0].name).toBe(service.spec.ports[0].targetPort);
  const mounts = container.volumeMounts.map(({ name }: { name: string }) => name);
  const [claim] = set.spec.volumeClaimTemplates;
  expect(mounts).toEqual([claim.metadata.name, spec.volumes[0].name]);
  // An empty class would be none, not the default one.
  expect(claim.spec).not.toHaveProperty('storageClassName');
  const fast = { ...values, storage: { ...values.storage, className: 'fast' } };
  const [other] = renderChart('statefulset', fast).spec.volumeClaimTemplates;
  expect(other.spec.storageClassName).toBe('fast');
  const { version } = JSON.parse(read('package.json'));
  expect(parse(read(`${chart}/Chart.yaml`))).toMatchObject({ version, appVersion: version });
  expect(values.image.tag).toBe(version);
});

test('The image copies what is there, sets what is a setting, and runs as nobody special', () => {
  const text = read('Dockerfile');
  const lines = text.replaceAll('\\\n', ' ').split('\n');
  const copied = lines
    .filter((line) => line.startsWith('COPY ') && !line.includes('--from'))
    .flatMap((line) => line.split(' ').slice(1, -1));
  expect(copied.length).toBeGreaterThan(5);
  for (const path of copied) expect([path, existsSync(join(root, path))]).toEqual([path, true]);
  const built = [...text.matchAll(/^COPY --from=build \/app\/(\S+) (\S+)$/gm)];
  // As they are in the repository, where the program looks for them beside itself.
  for (const [, from, to] of built) expect(to).toBe(from);
  expect(built.map(([, from]) => from)).toEqual([
    'apps/server/bin',
    'apps/server/dist',
    'apps/dashboard/dist',
  ]);
  const [variables = ''] = lines.filter((line) => line.startsWith('ENV '));
  const environment = Object.fromEntries(
    variables
      .split(/\s+/)
      .slice(1)
      .map((pair) => pair.split('=')),
  );
  for (const name of Object.keys(environment)) {
    expect([name, known.has(name) || foreign.test(name)]).toEqual([name, true]);
  }
  const { config } = readConfig(environment);
  expect(config).toMatchObject({ host: '0.0.0.0', port: 4400, dataDir: '/data' });
  expect(lines).toEqual(expect.arrayContaining(['USER node', 'VOLUME /data', 'EXPOSE 4400']));
  const { dependencies } = JSON.parse(read('apps/server/package.json'));
  const own = Object.keys(dependencies).filter((name) => name.startsWith('@muster/'));
  // Else npm would look for them in the registry.
  for (const name of own)
    expect(copied).toContain(`${name.replace('@muster', 'packages')}/package.json`);
});
