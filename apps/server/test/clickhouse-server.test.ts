import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { startClickhouseCluster } from './clickhouse-server.ts';

test('a shard of a test lives on when a connection of another is reset', async () => {
  const cluster = await startClickhouseCluster(2);
  try {
    const [first, second] = cluster.location().urls.map((url) => new URL('/', url));
    const ask = async (url: URL | undefined, question: string) =>
      (await fetch(url ?? '', { method: 'POST', body: question })).text();
    const ports = await ask(first, 'SELECT port FROM system.clusters ORDER BY shard_num');
    const native = Number(ports.trim().split('\n')[1]);
    for (let connection = 0; connection < 20; connection += 1) {
      const socket = connect(native, '127.0.0.1', () => socket.resetAndDestroy());
      await once(socket, 'close');
    }
    // By the end of this the one that was reset has been looked at.
    expect(await ask(second, 'SELECT sleep(1)')).toBe('0\n');
    expect(await ask(second, 'SELECT 1')).toBe('1\n');
    // Given up by the first while the second is still answering.
    await ask(first, `SELECT number FROM cluster('shards', numbers(100000000)) LIMIT 10`);
    expect(await ask(second, 'SELECT sleep(1)')).toBe('0\n');
    expect(await ask(second, 'SELECT 1')).toBe('1\n');
  } finally {
    await cluster.stop();
  }
});
