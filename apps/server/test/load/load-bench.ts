import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLocalIntake } from '../../src/modules/intake/local-intake.ts';
import { createIngestSink } from '../../src/modules/load/ingest-sink.ts';
import {
  type LoadProgress,
  type LoadResult,
  type LoadSettings,
  loadFile,
  type RejectedRow,
} from '../../src/modules/load/load-file.ts';
import { labelOf } from '../../src/modules/load/load-label.ts';
import type { LoadOptions } from '../../src/modules/load/load-options.ts';
import type { LoadSink } from '../../src/modules/load/load-sink.ts';
import { noon, openIngest, type TestIngest } from '../ingest/open-ingest.ts';

/** A file of `examples/data`. */
function examplePath(name: string): string {
  return fileURLToPath(new URL(`../../../../examples/data/${name}`, import.meta.url));
}

export const telco: LoadOptions = {
  file: examplePath('telco-customers.csv'),
  source: 'csv',
  id: 'customerID',
};

export const cdnow: LoadOptions = {
  file: examplePath('cdnow-purchases.txt'),
  source: 'events',
  id: 'customer_id',
  event: 'purchase',
  timestamp: 'date',
};

export interface Loaded {
  result: LoadResult;
  rejected: RejectedRow[];
  progress: LoadProgress[];
}

/** Loads into a real store, with files and checkpoints in a folder of its own. */
export interface LoadBench {
  ingest: TestIngest;
  dataDir: string;
  /** Writes a file to load and returns its path. */
  write(name: string, content: string | Uint8Array): string;
  sinkOf(options: LoadOptions, ingest?: TestIngest): LoadSink;
  load(options: LoadOptions, settings?: Partial<LoadSettings>): Promise<Loaded>;
  close(): Promise<void>;
}

export async function openLoadBench(): Promise<LoadBench> {
  const ingest = await openIngest();
  const dataDir = mkdtempSync(join(tmpdir(), 'muster-load-'));
  let ids = 0;

  function sinkOf(options: LoadOptions, into = ingest): LoadSink {
    return createIngestSink({
      intake: createLocalIntake({
        store: into.store,
        service: into.service,
        newId: () => `made-${++ids}`,
      }),
      project: into.project,
      label: labelOf(options),
      now: () => noon,
      sleep: () => new Promise(setImmediate),
    });
  }

  return {
    ingest,
    dataDir,
    sinkOf,
    write(name, content) {
      const path = join(dataDir, name);
      writeFileSync(path, content);
      return path;
    },
    async load(options, settings = {}) {
      const rejected: RejectedRow[] = [];
      const progress: LoadProgress[] = [];
      const result = await loadFile(options, {
        sink: sinkOf(options),
        projectId: ingest.project.id,
        dataDir,
        onRejected: (row) => rejected.push(row),
        onProgress: (step) => progress.push(step),
        ...settings,
      });
      return { result, rejected, progress };
    },
    async close() {
      await ingest.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}
