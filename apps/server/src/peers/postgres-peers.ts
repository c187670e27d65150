import { randomUUID } from 'node:crypto';
import { type Lease, LeaseLostError, type Leases } from './leases.ts';
import type { Notices, Topic } from './notices.ts';
import type { Peers } from './peers.ts';
import { linkPostgres, type PostgresLink } from './postgres-link.ts';

/** How long a lease lasts that is not renewed: so long nobody does the work of a process that died. */
const leaseMs = 6_000;
const renewEveryMs = 1_500;
/** A holder stops that much earlier than the server lets another take over. */
const marginMs = 1_500;

const channel = 'muster';

/** By the clock of the server alone. */
const serverNow = '(extract(epoch from clock_timestamp()) * 1000)::bigint';

const takeText = `
  insert into leases (name, holder, fence, until, note)
  values ($1, $2, 1, ${serverNow} + ${leaseMs}, '')
  on conflict (name) do update
    set holder = excluded.holder, fence = leases.fence + 1, until = excluded.until
    where leases.until <= ${serverNow}
  returning fence`;

const mine = 'where name = $1 and holder = $2 and fence = $3 returning fence';
const renewText = `update leases set until = ${serverNow} + ${leaseMs} ${mine}`;
const releaseText = `update leases set until = 0 ${mine}`;
const noteText = `update leases set note = $4 ${mine}`;
const readText = `select fence, note, until > ${serverNow} as held from leases where name = $1`;

/** Those over one PostgreSQL: rows for leases, NOTIFY for notices, over a connection of their own. */
export function postgresPeers(databaseUrl: string): Peers {
  const self = randomUUID();
  const listeners = new Map<Topic, (() => void)[]>();
  const hearAll = () => {
    for (const heard of listeners.values()) for (const listen of heard) listen();
  };
  const link = linkPostgres({
    databaseUrl,
    channel,
    onMessage(text) {
      const [from, topic] = splitOnce(text);
      if (from !== self) for (const listen of listeners.get(topic as Topic) ?? []) listen();
    },
    onConnect: hearAll,
  });
  const leases: Leases = {
    take: (name) => takeLease(link, name, self),
    async read(name) {
      type Row = { fence: string; note: string; held: boolean };
      const [row] = await link.query<Row>(readText, [name]);
      return row && { fence: Number(row.fence), isHeld: row.held, note: row.note };
    },
  };
  return { leases, notices: { ...createNotices(link, self), hear }, close: () => link.close() };

  function hear(topic: Topic, listen: () => void): void {
    listeners.set(topic, [...(listeners.get(topic) ?? []), listen]);
  }
}

function createNotices(link: PostgresLink, self: string): Pick<Notices, 'tell'> {
  const waiting = new Set<Topic>();
  return {
    tell(topic) {
      if (waiting.has(topic)) return;
      waiting.add(topic);
      setImmediate(() => {
        waiting.delete(topic);
        // Without a connection nobody hears: they look by themselves.
        link
          .query('select pg_notify($1, $2)', [channel, `${self} ${topic}`])
          .catch(() => undefined);
      });
    },
  };
}

function splitOnce(text: string): [string, string] {
  const at = text.indexOf(' ');
  return [text.slice(0, at), text.slice(at + 1)];
}

async function takeLease(
  link: PostgresLink,
  name: string,
  holder: string,
): Promise<Lease | undefined> {
  let askedAt = performance.now();
  const [taken] = await link.query<{ fence: string }>(takeText, [name, holder]);
  if (taken === undefined) return undefined;
  const fence = Number(taken.fence);
  const key = [name, holder, fence];
  const losing = new AbortController();
  let endsAt = askedAt + leaseMs - marginMs;

  function lose(): void {
    clearInterval(renewing);
    clearInterval(watching);
    losing.abort(new LeaseLostError(`Another process may have the lease "${name}" by now.`));
  }

  async function renew(): Promise<void> {
    askedAt = performance.now();
    const sentAt = askedAt;
    const rows = await link.query(renewText, key);
    if (rows.length === 0) lose();
    else endsAt = Math.max(endsAt, sentAt + leaseMs - marginMs);
  }

  const renewing = setInterval(() => {
    // One that fails is tried again; it is time that ends the lease.
    renew().catch(() => undefined);
  }, renewEveryMs).unref();
  const watching = setInterval(() => {
    if (performance.now() >= endsAt) lose();
  }, 100).unref();

  return {
    fence,
    lost: losing.signal,
    check() {
      if (performance.now() >= endsAt) lose();
      losing.signal.throwIfAborted();
    },
    async note(text) {
      if (losing.signal.aborted) return;
      const rows = await link.query(noteText, [...key, text]);
      if (rows.length === 0) lose();
    },
    async release() {
      clearInterval(renewing);
      clearInterval(watching);
      // When it cannot be said, the lease ends by itself.
      await link.query(releaseText, key).catch(() => undefined);
    },
  };
}
