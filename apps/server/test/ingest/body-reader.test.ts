import { expect, test } from 'vitest';
import { createBodyReader } from '../../src/modules/ingest/body-reader.ts';
import { OverloadedError } from '../../src/modules/ingest/ingest-service.ts';

const kilobytes = 1024;
const piece = 100 * kilobytes;

/** A request that announces a piece, and the other end of it. */
function begin() {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const request = new Request('http://muster.test/', {
    method: 'POST',
    headers: { 'content-length': String(piece) },
    body: readable,
    duplex: 'half',
  } as RequestInit);
  return {
    request,
    send: (bytes: number) => writer.write(new Uint8Array(bytes)),
    end: () => writer.close(),
  };
}

test('who announces much and sends nothing keeps nobody out', async () => {
  const read = createBodyReader(200 * kilobytes, 150 * kilobytes);
  const silent = Array.from({ length: 10 }, begin);
  const waiting = silent.map(({ request }) => read(request));
  const other = begin();
  const reading = read(other.request);
  await other.send(piece);
  await other.end();
  expect((await reading).byteLength).toBe(piece);
  for (const one of silent) await one.end();
  expect((await Promise.all(waiting)).map((body) => body.byteLength)).toEqual(silent.map(() => 0));
});

test('what has come takes room, and gives it back when it is refused or read', async () => {
  const read = createBodyReader(200 * kilobytes, 150 * kilobytes);
  const first = begin();
  const held = read(first.request);
  await first.send(piece);
  const second = begin();
  const refused = read(second.request).catch((error: unknown) => error);
  await second.send(piece);
  await second.end();
  expect(await refused).toBeInstanceOf(OverloadedError);
  await first.end();
  expect((await held).byteLength).toBe(piece);
  const third = begin();
  const taken = read(third.request);
  await third.send(piece);
  await third.end();
  expect((await taken).byteLength).toBe(piece);
});
