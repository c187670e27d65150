import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

/** One connection of its own, made again whenever it breaks. */
export interface PostgresLink {
  /** Rejects at once while there is no connection. */
  query<Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

interface Settings {
  databaseUrl: string;
  channel: string;
  onMessage: (text: string) => void;
  /** Called with each new connection: messages may have been missed. */
  onConnect: () => void;
}

const answerWithinMs = 3_000;
const tryAgainAfterMs = 500;

/**
 * Beside the pool of the store, where a statement may have to wait for others: what keeps a lease must
 * never wait.
 */
export function linkPostgres({
  databaseUrl,
  channel,
  onMessage,
  onConnect,
}: Settings): PostgresLink {
  const stopping = new AbortController();
  let client: Client | undefined;
  let tried: Promise<void> = connect();

  async function connect(): Promise<void> {
    const fresh = new Client({
      connectionString: databaseUrl,
      application_name: 'muster peers',
      keepAlive: true,
      connectionTimeoutMillis: answerWithinMs,
      query_timeout: answerWithinMs,
      statement_timeout: answerWithinMs,
    });
    const ended = new Promise<void>((resolve) => {
      // The statement under way rejects with it.
      fresh.on('error', () => resolve());
      fresh.on('end', () => resolve());
    });
    fresh.on('notification', ({ payload = '' }) => onMessage(payload));
    try {
      await fresh.connect();
      await fresh.query(`listen ${channel}`);
      if (stopping.signal.aborted) return await fresh.end();
      client = fresh;
      onConnect();
      void ended.then(() => drop(fresh));
    } catch {
      // Whoever asks is told that there is no connection.
      void fresh.end().catch(() => undefined);
      void tryAgain();
    }
  }

  async function tryAgain(): Promise<void> {
    if (stopping.signal.aborted) return;
    await sleep(tryAgainAfterMs, undefined, { ref: false });
    if (stopping.signal.aborted) return;
    tried = connect();
  }

  /** One that does not answer in time is as good as broken: a later answer would be another's. */
  function drop(broken: Client): void {
    if (client !== broken) return;
    client = undefined;
    void broken.end().catch(() => undefined);
    void tryAgain();
  }

  return {
    async query<Row extends object>(text: string, values: readonly unknown[]) {
      await tried;
      const asked = client;
      if (asked === undefined) throw new Error('There is no connection to PostgreSQL.');
      try {
        return (await asked.query<Row>(text, [...values])).rows;
      } catch (error) {
        if (!(error instanceof Error && 'code' in error)) drop(asked);
        throw error;
      }
    },
    async close() {
      stopping.abort();
      await tried;
      await client?.end();
    },
  };
}
