import { expect } from 'vitest';
import { test } from '../fixtures/dashboard.ts';

test('pages that were left hold no stream: a browser has few connections for all of them', async ({
  maya,
  muster,
}) => {
  const countStreams = async () => {
    const metrics = await (await fetch(`${muster.url}/metrics`)).text();
    return Number(/^muster_live_listeners(?:\{[^}]*\})? (\d+)$/m.exec(metrics)?.[1]);
  };
  for (const [path, title] of [
    ['users', 'Users'],
    ['segments', 'Segments'],
    ['imports', 'Imports'],
    ['experiences', 'Experiences'],
    ['events', 'Events'],
    ['sources', 'Sources'],
    ['install', 'Install'],
    ['settings', 'Settings'],
  ] as const) {
    await maya.visit(path, title);
    await expect.poll(countStreams, { message: path }).toBe(1);
  }
  // A page that was kept has been loaded before.
  await maya.page.goBack({ waitUntil: 'commit' });
  await expect.poll(countStreams, { message: 'after Back' }).toBe(1);
});
