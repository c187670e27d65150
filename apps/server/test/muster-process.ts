import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const launcher = new URL('../bin/muster.cjs', import.meta.url).pathname;

export const projectId = 'demo';
export const apiKey = 'test-key-0123456789abcdef';

/** What a finished command printed and how it ended. */
export interface Finished {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A `muster` command as a process of its own, on the built program. */
export interface MusterProcess {
  child: ChildProcess;
  /** Everything printed so far. */
  output(): { stdout: string; stderr: string };
  finished: Promise<Finished>;
}

export async function makeDataFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'muster-test-'));
}

export async function removeDataFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

/**
 * Runs `muster …` on a data folder; nothing of the caller's settings leaks in. `wrapper` is a program and its
 * parameters that becomes what the parameters after those say.
 */
export function runMuster(
  dataDir: string,
  parameters: readonly string[],
  environment: Record<string, string> = {},
  wrapper: readonly string[] = [],
): MusterProcess {
  const [program = '', ...rest] = [...wrapper, launcher, ...parameters];
  const child = spawn(program, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: '0',
      MUSTER_DATA_DIR: dataDir,
      MUSTER_PROJECT_ID: projectId,
      MUSTER_API_KEY: apiKey,
      ...environment,
    },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const finished = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
    stdout,
    stderr,
  }));
  return { child, output: () => ({ stdout, stderr }), finished };
}

/** A running server and the way to talk to it. */
export interface RunningServer extends MusterProcess {
  url: string;
  /** JSON in, JSON out, with the key; throws when the status is not 2xx. */
  call<Reply>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Reply>;
  stop(signal?: NodeJS.Signals): Promise<Finished>;
}

/** Starts the server and waits for its ready line. Throws with what it printed when it ends instead. */
export async function startServer(
  dataDir: string,
  environment: Record<string, string> = {},
  wrapper: readonly string[] = [],
): Promise<RunningServer> {
  const running = runMuster(dataDir, ['start'], environment, wrapper);
  const url = await readyUrl(running);
  return {
    ...running,
    url,
    async call<Reply>(
      method: string,
      path: string,
      body?: unknown,
      headers: Record<string, string> = {},
    ) {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: { 'x-api-key': apiKey, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return JSON.parse(text) as Reply;
    },
    async stop(signal = 'SIGTERM') {
      running.child.kill(signal);
      return running.finished;
    },
  };
}

async function readyUrl({ child, output, finished }: MusterProcess): Promise<string> {
  const ended = finished.then(({ code, stdout, stderr }) => {
    throw new Error(`The server ended with ${code} before it was ready.\n${stdout}\n${stderr}`);
  });
  const ready = new Promise<string>((resolve) => {
    const look = (): void => {
      const url = /ready at (http:\/\/\S+)/.exec(output().stdout)?.[1];
      if (url === undefined) return;
      child.stdout?.off('data', look);
      resolve(url);
    };
    child.stdout?.on('data', look);
  });
  return Promise.race([ready, ended]);
}
