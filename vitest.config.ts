import { defineConfig } from 'vitest/config';

const rooms = {
  scripts: './scripts',
  conditions: './packages/conditions',
  protocol: './packages/protocol',
  sdk: './packages/sdk',
  server: './apps/server',
  dashboard: './apps/dashboard',
  bench: './bench',
  e2e: './e2e',
};

export default defineConfig({
  test: {
    // One process a test file: chDB opens one data path a process, and one of its sessions in a
    // worker thread beside one on the main thread hangs.
    pool: 'forks',
    isolate: true,
    maxWorkers: 2,
    projects: Object.entries(rooms).map(([name, root]) => ({
      extends: true,
      test: {
        name,
        root,
        include: ['**/*.test.{ts,mjs}'],
        exclude: ['**/node_modules/**', '**/dist/**'],
        // How fast a machine is, is nothing that a test is about: these end what hangs.
        testTimeout: 180_000,
        hookTimeout: 240_000,
        // What is awaited may take nearly as long as its test may: the default of a second is a guess.
        expect: { poll: { timeout: 120_000 } },
        env: { UV_THREADPOOL_SIZE: '16' },
        // A journey is a browser and a server at once: two of them on two cores are slow enough to
        // meet what no reader of a page would. So they come after the rest, one file at a time.
        ...(name === 'e2e' ? { maxWorkers: 1, sequence: { groupOrder: 1 } } : {}),
      },
    })),
  },
});
