import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const rooms = {
  scripts: './scripts',
  conditions: './packages/conditions',
  protocol: './packages/protocol',
  sdk: './packages/sdk',
  server: './apps/server',
  dashboard: './apps/dashboard',
  bench: './bench',
  e2e: './e2e',
  walks: './e2e',
};

/** The files of a project; those of `e2e/walks` are a project of their own. */
const included = (name: string) =>
  name === 'walks' ? ['walks/**/*.test.ts'] : ['**/*.test.{ts,mjs}'];

/** The longest files are the walks: begun last, one would run by itself at the end. */
class WalksFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isWalk = ({ project }: TestSpecification) => project.name === 'walks';
    return [...sorted.filter(isWalk), ...sorted.filter((file) => !isWalk(file))];
  }
}

const startSetup = fileURLToPath(new URL('./apps/server/test/start-setup.ts', import.meta.url));

export default defineConfig({
  test: {
    // Processes, since one session of chDB in a worker thread beside one on the main thread hangs. A process
    // has one data path of chDB at a time, and takes longer to start and to read what is tested than most files
    // to run: so the files that it runs one after the other share it. None may leave anything behind.
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    sequence: { sequencer: WalksFirst },
    projects: Object.entries(rooms).map(([name, root]) => ({
      extends: true,
      test: {
        name,
        root,
        include: included(name),
        exclude: ['**/node_modules/**', '**/dist/**', ...(name === 'e2e' ? ['walks/**'] : [])],
        // How fast a machine is, is nothing that a test is about: these end what hangs.
        testTimeout: 180_000,
        hookTimeout: 240_000,
        // What is awaited may take nearly as long as its test may: the default of a second is a guess.
        expect: { poll: { timeout: 120_000 } },
        env: { UV_THREADPOOL_SIZE: '16' },
        // The servers of a run on another set-up (scripts/test-setups.mjs).
        ...(process.env.MUSTER_TEST_SETUP && { globalSetup: startSetup }),
        // A journey is a browser and a server at once: two of them on two cores are slow enough to
        // meet what no reader of a page would. So they come after the rest, one file at a time. A walk looks
        // at one page after the other and waits for nothing but them: it runs beside the other suites.
        ...(name === 'e2e' ? { maxWorkers: 1, sequence: { groupOrder: 1 } } : {}),
      },
    })),
  },
});
