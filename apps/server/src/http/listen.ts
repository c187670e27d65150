import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import type { AppEnv } from './app-env.ts';

/** A server that listens. */
export interface Listening {
  /** Where this machine reaches it, e.g. `http://127.0.0.1:4400`. */
  url: string;
  /**
   * Takes no more connections and resolves when every request is answered. Connections that are
   * still busy after `graceMs` are closed: their questions are cancelled.
   */
  close(graceMs: number): Promise<void>;
}

/** The address cannot be listened on; its message is one sentence that says why. */
export class ListenError extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'ListenError';
  }
}

/** Longest time for the headers of a request, and for all of it, to come. */
const headersTimeoutMs = 20_000;
const requestTimeoutMs = 300_000;
/** Longer than proxies keep theirs, so that it is they who close an idle connection. */
const keepAliveTimeoutMs = 65_000;

export async function listen(
  app: Hono<AppEnv>,
  { host, port }: { host: string; port: number },
): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: {
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: keepAliveTimeoutMs,
    },
  }) as Server;
  const unused = trackUnused(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explain(error, host, port)));
    server.listen(port, host, resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${toReachable(host)}:${bound}`,
    close: (graceMs) => closeServer(server, unused, graceMs),
  };
}

/**
 * The connections that have not brought a request yet, which browsers open in advance. Node takes
 * them for busy, so that they would hold up the end.
 */
function trackUnused(server: Server): ReadonlySet<Socket> {
  const unused = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.on('request', ({ socket }) => unused.delete(socket));
  return unused;
}

/** A connection that is kept alive becomes idle when its request is answered: then it can go. */
const lookForIdleEveryMs = 50;

function closeServer(server: Server, unused: ReadonlySet<Socket>, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    const looking = setInterval(() => {
      server.closeIdleConnections();
      for (const socket of unused) socket.destroy();
    }, lookForIdleEveryMs);
    server.close(() => {
      clearTimeout(timer);
      clearInterval(looking);
      resolve();
    });
  });
}

/** An address that means "every interface" is no address to connect to. */
function toReachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function explain(error: Error, host: string, port: number): Error {
  const code = 'code' in error ? error.code : undefined;
  const where = `port ${port} of ${host}`;
  if (code === 'EADDRINUSE') {
    return new ListenError(`The ${where} is in use; set PORT to another.`, error);
  }
  if (code === 'EACCES') {
    return new ListenError(`This user may not listen on ${where}; set PORT to another.`, error);
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new ListenError(`HOST ${host} is not an address of this machine.`, error);
  }
  return error;
}
