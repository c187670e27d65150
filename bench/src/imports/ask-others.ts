import { Agent, request } from 'node:http';
import { apiKey, projectId } from '../../../apps/server/test/muster-process.ts';
import { makeSingles } from '../ingestion/bodies.ts';

/** What others waited: from the instant at which each request was due to its answer. */
export interface OthersWaited {
  eventMs: number[];
  personMs: number[];
}

const everyMs = 20;
const bodiesAtOnce = 1000;
let runs = 0;

/** Sends an event, and asks for the segments of a person, fifty times a second each until `stop`. */
export function askOthers(url: string): { stop(): Promise<OthersWaited> } {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const waited: OthersWaited = { eventMs: [], personMs: [] };
  const underWay: Promise<void>[] = [];
  const run = runs++;
  let bodies: string[] = [];
  let isStopped = false;

  function send(method: string, path: string, body: string, due: number, into: number[]) {
    return new Promise<void>((resolve, reject) => {
      const headers = { 'x-api-key': apiKey, 'content-type': 'application/json' };
      const sent = request(`${url}${path}`, { method, agent, headers }, (reply) => {
        reply.resume();
        reply.on('end', () => {
          if (reply.statusCode !== 200) return reject(new Error(`${path}: ${reply.statusCode}`));
          into.push(performance.now() - due);
          resolve();
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  const sending = (async () => {
    const start = performance.now();
    for (let i = 0; !isStopped; i += 1) {
      const due = start + i * everyMs;
      const wait = due - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      if (i % bodiesAtOnce === 0) bodies = makeSingles(bodiesAtOnce, `${run}-${i}`);
      const body = bodies[i % bodiesAtOnce] ?? '';
      const { userId } = JSON.parse(body) as { userId: string };
      const person = `/api/projects/${projectId}/users/${userId}/segments`;
      underWay.push(
        send('POST', '/sse/webhook', body, due, waited.eventMs).then(() =>
          send('GET', person, '', performance.now(), waited.personMs),
        ),
      );
    }
  })();

  return {
    async stop() {
      isStopped = true;
      await sending;
      await Promise.all(underWay);
      agent.destroy();
      return waited;
    },
  };
}
