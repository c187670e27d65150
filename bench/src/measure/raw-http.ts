import { connect, type Socket } from 'node:net';

/** What was answered. */
export interface RawReply {
  status: number;
  body: string;
}

/** Posts bodies on connections of its own; cheap, since the server has to share the machine with it. */
export interface RawClient {
  /** Waits for a free connection if it must. */
  post(path: string, body: string): Promise<RawReply>;
  close(): void;
}

interface Exchange {
  text: string;
  resolve: (reply: RawReply) => void;
  reject: (error: Error) => void;
}

/**
 * Speaks just enough HTTP for our own server: answers with a content-length, kept connections.
 *
 * @param headers of each request, by their names in small letters
 */
export function createRawClient(
  url: string,
  connections: number,
  headers: Record<string, string> = { 'content-type': 'text/plain' },
): RawClient {
  const { hostname, port, host } = new URL(url);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const waiting: Exchange[] = [];
  const idle: ((exchange: Exchange) => void)[] = [];
  const sockets: Socket[] = [];

  function open(): (exchange: Exchange) => void {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    sockets.push(socket);
    let current: Exchange | undefined;
    let received = '';
    const begin = (exchange: Exchange) => {
      current = exchange;
      socket.write(exchange.text);
    };
    socket.setEncoding('latin1');
    socket.on('error', (error) => current?.reject(error));
    socket.on('data', (chunk) => {
      received += chunk;
      const reply = readReply(received);
      if (reply === undefined || current === undefined) return;
      received = '';
      current.resolve(reply);
      current = undefined;
      const next = waiting.shift();
      if (next === undefined) idle.push(begin);
      else begin(next);
    });
    return begin;
  }

  return {
    post: (path, body) =>
      new Promise((resolve, reject) => {
        const head = `POST ${path} HTTP/1.1\r\nhost: ${host}\r\n${lines.join('')}content-length: ${Buffer.byteLength(body)}\r\n\r\n`;
        const exchange = { text: head + body, resolve, reject };
        const begin = idle.pop() ?? (sockets.length < connections ? open() : undefined);
        if (begin === undefined) waiting.push(exchange);
        else begin(exchange);
      }),
    close() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** The reply, once all of it is there. */
function readReply(text: string): RawReply | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = text.slice(0, end);
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
  const body = text.slice(end + 4);
  return body.length < length ? undefined : { status: Number(head.slice(9, 12)), body };
}
