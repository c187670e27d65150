import { createHttpSink } from '../modules/load/http-sink.ts';
import { CommandError, type House } from './command.ts';

interface Settings {
  url: string;
  token: string;
  dataDir: string;
  sleep: (ms: number) => Promise<void>;
}

/** The data folder through the server that has it. */
export function createRemoteHouse({ url, token, dataDir, sleep }: Settings): House {
  return {
    dataDir,
    async request(path, init = {}) {
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${token}`);
      try {
        return await fetch(new URL(path, url), { ...init, headers });
      } catch (error) {
        // `fetch` rejects with a TypeError when there is no answer, whatever the cause.
        if (!(error instanceof TypeError)) throw error;
        throw new CommandError(`The server at ${url} does not answer.`, { cause: error });
      }
    },
    createSink: async (projectId, label) => createHttpSink({ url, token, projectId, label, sleep }),
    close: async () => undefined,
  };
}
