import { Agent, request } from 'node:http';
import { apiKey } from '../../../apps/server/test/muster-process.ts';

/** Posts bodies to the webhook of one server on connections that are kept. */
export interface Poster {
  /** Resolves with the status once the answer is read. */
  post(body: string): Promise<number>;
  close(): void;
}

/** On at most so many connections; what is beyond them waits for one. */
export function createPoster(url: string, maxConnections: number): Poster {
  const agent = new Agent({ keepAlive: true, maxSockets: maxConnections });
  const headers = { 'x-api-key': apiKey, 'content-type': 'application/json' };
  return {
    post: (body) =>
      new Promise((resolve, reject) => {
        const sent = request(`${url}/sse/webhook`, { method: 'POST', agent, headers }, (reply) => {
          reply.resume();
          reply.on('end', () => resolve(reply.statusCode ?? 0));
        });
        sent.on('error', reject);
        sent.end(body);
      }),
    close: () => agent.destroy(),
  };
}
