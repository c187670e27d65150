import { setTimeout as sleep } from 'node:timers/promises';
import { apiKey, projectId } from '../muster-process.ts';
import type { Chance } from './chance.ts';
import { LoadClient, type LoadRequest } from './client.ts';
import { type Answer, findFault, readProgress } from './judge.ts';
import { type AudienceQuestion, questions } from './questions.ts';

interface Wish {
  /** Where the server is that runs now; waits while there is none. */
  url: () => Promise<string>;
  chance: Chance;
  clients?: number;
  peopleEach?: number;
  askers?: number;
  /** How long a client rests after an answer; 0 when absent. */
  restMs?: number;
}

/** What was seen while it ran. */
export interface LoadReport {
  requests: number;
  items: number;
  /** Questions that were answered. */
  answers: number;
  /** Questions that were not, by status; 0: the connection broke. */
  refusals: Map<number, number>;
  /** Requests of clients that were not taken, likewise: each was sent again. */
  repeats: Map<number, number>;
  /** Answers that no state of the data allows, and refusals that nobody should get. */
  wrong: string[];
}

/** Clients that send and askers that ask, until they are told to pause. */
export interface Load {
  readonly clients: readonly LoadClient[];
  readonly report: LoadReport;
  start(): void;
  /** Resolves when everything sent has been acknowledged and nobody asks any more. */
  pause(): Promise<void>;
  /** Puts every question once, to a load that is paused: then only one answer is right. */
  askAll(): Promise<void>;
}

/** Beyond this whoever asks is answered an error by the server itself. */
const giveUpAfterMs = 90_000;

export function createLoad(wish: Wish): Load {
  const { url, chance, clients: clientCount = 6, peopleEach = 12, askers = 2, restMs = 0 } = wish;
  const clients = Array.from(
    { length: clientCount },
    (_, at) =>
      new LoadClient({
        name: `c${at}`,
        people: peopleEach,
        chance: chance.fork(),
        now: () => Date.now(),
      }),
  );
  const report: LoadReport = {
    requests: 0,
    items: 0,
    answers: 0,
    refusals: new Map(),
    repeats: new Map(),
    wrong: [],
  };
  let isPaused = true;
  let running: Promise<unknown> = Promise.resolve();

  async function call(path: string, body: object): Promise<{ status: number; text: string }> {
    const base = await url();
    try {
      const response = await fetch(`${base}${path}`, {
        method: 'POST',
        headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(giveUpAfterMs),
      });
      return { status: response.status, text: await response.text() };
    } catch (error) {
      // The server is gone: `fetch` rejects with a TypeError, whatever the cause.
      if (error instanceof TypeError) return { status: 0, text: '' };
      throw error;
    }
  }

  async function deliver(client: LoadClient, request: LoadRequest): Promise<void> {
    for (;;) {
      const { status, text } = await call('/sse/webhook', request.items);
      if (status === 200) {
        const { accepted, rejected } = JSON.parse(text);
        if (accepted !== request.items.length || rejected.length > 0) report.wrong.push(text);
        client.acknowledge(request);
        report.requests += 1;
        report.items += request.items.length;
        return;
      }
      note(report.repeats, status);
      if (!isHonest(status)) report.wrong.push(`a request was answered ${status} ${text}`);
      await sleep(20);
    }
  }

  async function send(client: LoadClient): Promise<void> {
    while (!isPaused) {
      await deliver(client, client.next());
      await sleep(restMs);
    }
  }

  /** Puts one question and judges the answer; false when there was none. */
  async function ask(question: AudienceQuestion, isList: boolean): Promise<boolean> {
    const before = readProgress(clients);
    const path = `/api/projects/${projectId}/audience${isList ? '' : '/count'}`;
    const { conditions } = question;
    const { status, text } = await call(path, { conditions, ...(isList && { limit: 1000 }) });
    if (status !== 200) {
      note(report.refusals, status);
      if (!isHonest(status)) report.wrong.push(`a question was answered ${status} ${text}`);
      return false;
    }
    const fault = findFault(clients, question, readAnswer(text), before);
    report.answers += 1;
    if (fault !== undefined) report.wrong.push(fault);
    return true;
  }

  async function inquire(own: Chance): Promise<void> {
    while (!isPaused) {
      const isAnswered = await ask(own.pick(questions), own.oneIn(2));
      await sleep(isAnswered ? restMs : 50);
    }
  }

  return {
    clients,
    report,
    start() {
      // Two senders of one client would not wait for each other.
      if (!isPaused) throw new Error('The load is running');
      isPaused = false;
      const inquiring = Array.from({ length: askers }, () => inquire(chance.fork()));
      running = Promise.all([...clients.map(send), ...inquiring]);
      // Whoever pauses hears of a failure; it must not end the process before that.
      running.catch(() => undefined);
    },
    async pause() {
      isPaused = true;
      await running;
    },
    async askAll() {
      for (const client of clients) client.settle();
      for (const question of questions) {
        for (const isList of [true, false]) {
          while (!(await ask(question, isList))) await sleep(50);
        }
      }
    },
  };
}

/** Overload, no connection, or a server that says that it cannot: everything but those is a bug. */
function isHonest(status: number): boolean {
  return [0, 429, 503, 504].includes(status);
}

function note(counts: Map<number, number>, status: number): void {
  counts.set(status, (counts.get(status) ?? 0) + 1);
}

function readAnswer(text: string): Answer {
  const { count, now, users, nextCursor } = JSON.parse(text);
  const at = Date.parse(now);
  // With a further page this one does not say who is missing.
  if (users === undefined || nextCursor !== null) return { count, now: at };
  return {
    count,
    now: at,
    ids: users.map(
      (user: { id: string | null; anonymousId: string }) => user.id ?? user.anonymousId,
    ),
  };
}
