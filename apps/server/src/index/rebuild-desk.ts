import type { IndexTarget } from './index-target.ts';
import type { RebuildProgress } from './rebuild.ts';
import type { RebuildJob } from './rebuild-job.ts';
import { retryDelay } from './retry-delay.ts';

/** Knows who wants the index made anew, and the one job that does it. */
export interface RebuildDesk {
  readonly job: RebuildJob | undefined;
  /** Asks for a rebuild, or joins the one under way; settles with it. */
  request(onProgress: (progress: RebuildProgress) => void): Promise<void>;
  /** Whether a job should be started beside this index. */
  isWanted(target: IndexTarget): boolean;
  /** Starts the job; there is none under way. */
  start(begin: (onProgress: (progress: RebuildProgress) => void) => RebuildJob): RebuildJob;
  /** The job's tables have taken over. */
  finish(): void;
  /** Ends the job, if there is one, and tells who asked for it. */
  fail(error: unknown): Promise<void>;
}

interface RebuildRequest {
  onProgress(progress: RebuildProgress): void;
  resolve(): void;
  reject(error: unknown): void;
}

export function createRebuildDesk(): RebuildDesk {
  const requests: RebuildRequest[] = [];
  let job: RebuildJob | undefined;
  let failures = 0;
  let notBefore = 0;

  return {
    get job() {
      return job;
    },
    request: (onProgress) =>
      new Promise((resolve, reject) => {
        requests.push({ onProgress, resolve, reject });
      }),
    isWanted({ zoneChanges }) {
      if (job !== undefined) return false;
      return requests.length > 0 || (zoneChanges.size > 0 && performance.now() >= notBefore);
    },
    start(begin) {
      job = begin((progress) => {
        for (const request of requests) request.onProgress(progress);
      });
      return job;
    },
    finish() {
      job = undefined;
      failures = 0;
      for (const { resolve } of requests.splice(0)) resolve();
    },
    async fail(error) {
      const ending = job;
      job = undefined;
      failures += 1;
      notBefore = performance.now() + retryDelay(failures);
      await ending?.cancel(error instanceof Error ? error : new Error(String(error)));
      for (const { reject } of requests.splice(0)) reject(error);
    },
  };
}
