import type { DemoSettings } from './read-settings.ts';

/** What keeps the demo from running, in words for the person who started it. */
export class DemoProblem extends Error {}

/** Calls below the project. */
export interface MusterApi {
  /** Throws a `DemoProblem` that says what to do. */
  call<Reply>(method: string, path: string, body?: unknown): Promise<Reply>;
}

/** The API of a running Muster. */
export function createMusterApi({ musterUrl, projectId, apiKey }: DemoSettings): MusterApi {
  return {
    async call<Reply>(method: string, path: string, body?: unknown) {
      const url = `${musterUrl}/api/projects/${encodeURIComponent(projectId)}${path}`;
      const headers = { 'x-api-key': apiKey, 'content-type': 'application/json' };
      const content = body === undefined ? {} : { body: JSON.stringify(body) };
      const reply = await fetch(url, { method, headers, ...content }).catch((cause) => {
        const advice =
          'Start it in another terminal with "npm start", or say where it is in MUSTER_URL.';
        throw new DemoProblem(`No Muster answers at ${musterUrl}. ${advice}`, { cause });
      });
      if (reply.ok) return (await reply.json()) as Reply;
      throw new DemoProblem(explainRefusal(reply.status, await reply.text(), projectId));
    },
  };
}

function explainRefusal(status: number, text: string, projectId: string): string {
  if (status === 401) {
    return 'Muster does not know this key. Set MUSTER_API_KEY to the one that "npm start" was given or has printed.';
  }
  if (status === 404) {
    return `The key opens no project "${projectId}". Set MUSTER_PROJECT_ID to the project of the key.`;
  }
  if (status === 403)
    return 'The key may only read. The demo makes segments: give it one that may write.';
  return `Muster answered ${status}: ${text}`;
}
