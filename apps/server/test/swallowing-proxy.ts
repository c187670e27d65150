import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Stands before a server on 127.0.0.1, and can lose what goes through it without a word to either side. */
export interface SwallowingProxy {
  /** The same address by way of it. */
  url(direct: string): string;
  /**
   * From now on nothing passes. `both`: new connections are accepted, and nothing of them arrives. `answers`: what is
   * asked arrives, and its answer does not.
   */
  swallow(what: 'both' | 'answers'): void;
  /** New connections pass again; those of before stay lost, as after a router has forgotten them. */
  pass(): void;
  /** How many bytes of answers it has lost. */
  lost(): number;
  close(): Promise<void>;
}

export async function startSwallowingProxy(port: number): Promise<SwallowingProxy> {
  const sockets = new Set<Socket>();
  let isLost = { both: false, answers: false };
  let lostBytes = 0;

  function keep(socket: Socket): Socket {
    sockets.add(socket);
    // Either side may go away at any time, which is all that is to be known here.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    return socket;
  }

  const server = createServer((near) => {
    // What happens to a connection, happens to it for good.
    const way = isLost;
    keep(near);
    const far = keep(connect(port, '127.0.0.1'));
    near.on('data', (chunk) => {
      if (!way.both) far.write(chunk);
    });
    far.on('data', (chunk) => {
      if (!way.both && !way.answers) near.write(chunk);
      else lostBytes += chunk.length;
    });
    near.on('close', () => far.destroy());
    far.on('close', () => {
      if (!way.both && !way.answers) near.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('There is no port');

  return {
    url(direct) {
      const url = new URL(direct);
      url.port = `${address.port}`;
      return url.href;
    },
    swallow(what) {
      isLost[what] = true;
    },
    pass() {
      isLost = { both: false, answers: false };
    },
    lost: () => lostBytes,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
