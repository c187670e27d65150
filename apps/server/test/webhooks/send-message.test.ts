import { once } from 'node:events';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { isPublicAddress } from '../../src/modules/webhooks/public-address.ts';
import { createSendMessage, type SendMessage } from '../../src/modules/webhooks/send-message.ts';
import { openReceiver, type Receiver } from './receiver.ts';
import { untrustedCertificate } from './untrusted-certificate.ts';

const never = new AbortController().signal;
const closings: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0)) await close();
});

const anywhere = { allowsPrivate: true, userAgent: 'Muster/test' };
const sender = createSendMessage(anywhere);
const guarded = createSendMessage({ ...anywhere, allowsPrivate: false });

async function receive(): Promise<Receiver> {
  const receiver = await openReceiver();
  closings.push(receiver.close);
  return receiver;
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closings.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

const send = (url: string, by: SendMessage = sender) =>
  by({ url, headers: { 'webhook-id': 'msg_1' }, body: '{"ä":1}' }, never);

describe('A message that is sent', () => {
  test('arrives as it is, and its answer is kept in part', async () => {
    const receiver = await receive();
    receiver.answer((response) => response.writeHead(200).end('Thank you'));
    expect(await send(receiver.url)).toEqual({ status: 200, response: 'Thank you' });
    expect(receiver.received).toMatchObject([
      {
        path: '/hook',
        body: '{"ä":1}',
        headers: {
          'content-type': 'application/json',
          'content-length': '8',
          'user-agent': 'Muster/test',
          'webhook-id': 'msg_1',
        },
      },
    ]);
  });

  test('follows no redirect', async () => {
    const [receiver, elsewhere] = [await receive(), await receive()];
    receiver.answer((response) => response.writeHead(307, { location: elsewhere.url }).end());
    expect(await send(receiver.url)).toMatchObject({ status: 307 });
    expect(elsewhere.received).toEqual([]);
  });

  test('is not kept up by an answer that does not end, nor by its size', async () => {
    const receiver = await receive();
    receiver.answer((response) => {
      response.writeHead(500);
      const fill = () => {
        while (!response.destroyed && response.write('x'.repeat(100_000)));
        if (!response.destroyed) response.once('drain', fill);
      };
      fill();
    });
    const huge = await send(receiver.url);
    expect(huge).toEqual({ status: 500, response: 'x'.repeat(1024) });
    receiver.answer((response) => {
      response.writeHead(200);
      response.write('so far');
    });
    const hurried = createSendMessage({ ...anywhere, bodyTimeoutMs: 50 });
    expect(await send(receiver.url, hurried)).toEqual({ status: 200, response: 'so far' });
  });

  test('is given up when there is no answer', async () => {
    const receiver = await receive();
    receiver.answer(() => {});
    const hurried = createSendMessage({ ...anywhere, timeoutMs: 100 });
    expect(await send(receiver.url, hurried)).toEqual({
      error: 'No answer within 0.1 s.',
      response: '',
    });
  });

  test('is taken back when its sender stops', async () => {
    const receiver = await receive();
    receiver.answer(() => stopping.abort(new Error('enough')));
    const stopping = new AbortController();
    const message = { url: receiver.url, headers: {}, body: '' };
    await expect(sender(message, stopping.signal)).rejects.toThrow('enough');
  });

  test.each([
    ['nobody listens', async () => 1, /ECONNREFUSED/],
    [
      'what answers is no web server',
      () => listen(createTcpServer((socket) => socket.end('220 smtp.test ESMTP\r\n'))),
      /Parse Error|HPE_/,
    ],
    [
      'the connection breaks',
      () => listen(createTcpServer((socket) => socket.destroy())),
      /ECONNRESET|socket hang up/,
    ],
  ])('says why it failed: %s', async (_, open, why) => {
    const { error, status } = await send(`http://127.0.0.1:${await open()}/`);
    expect(error).toMatch(why);
    expect(status).toBeUndefined();
  });

  test('trusts no certificate that is not in order', async () => {
    const port = await listen(
      createTlsServer(untrustedCertificate, (_, response) => response.end()),
    );
    expect((await send(`https://127.0.0.1:${port}/`)).error).toMatch(/self.signed/i);
  });
});

describe('A private address', () => {
  test.each([
    'http://127.0.0.1:PORT/hook',
    'http://localhost:PORT/hook',
    'http://2130706433:PORT/hook',
    'http://0x7f.1:PORT/hook',
    'http://[::ffff:127.0.0.1]:PORT/hook',
    'http://[::1]:PORT/hook',
    'http://0.0.0.0:PORT/hook',
  ])('is not spoken to: %s', async (template) => {
    const receiver = await receive();
    const url = template.replace('PORT', String(receiver.port));
    expect((await send(url, guarded)).error).toMatch(/is not an address of the public internet/);
    expect(receiver.received).toEqual([]);
  });

  test('is spoken to where a setting allows it', async () => {
    const receiver = await receive();
    const url = `http://localhost:${receiver.port}/hook`;
    expect(await send(url)).toMatchObject({ status: 204 });
  });

  test.each([
    ...['10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.0.1', '100.64.0.1', '169.254.169.254'],
    ...['224.0.0.1', '255.255.255.255', '0.1.2.3', '198.18.0.1', '192.0.2.1'],
    ...['::', '::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12::1', 'ff02::1', '2001:db8::1'],
    ...['::ffff:8.8.8.8', '::ffff:10.0.0.1', '64:ff9b::a00:1', '2002:a00:1::', '2001::1'],
    ...['', 'example.com', '8.8.8.8.8', '08.8.8.8'],
  ])('is %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each(['8.8.8.8', '172.15.0.1', '172.32.0.1', '100.63.0.1', '2606:4700::1111', '2a00::1'])(
    'is not %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );
});
