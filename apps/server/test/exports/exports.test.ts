import { existsSync } from 'node:fs';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportBody, SegmentBody } from '@muster/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allOf, isOneOf, openTestHouse, type TestHouse } from '../http/test-house.ts';

const dayMs = 24 * 60 * 60_000;
const plan = allOf(isOneOf('plan', 'Pro'));

let house: TestHouse;
beforeEach(async () => {
  house = await openTestHouse();
  await house.send(
    ...Array.from({ length: 1200 }, (_, index) => ({
      type: 'identify',
      userId: `user-${index}`,
      traits: { plan: index % 2 === 0 ? 'Pro' : 'Free' },
    })),
  );
});
afterEach(() => house.close());

const ask = (body: object) => house.call<ExportBody>('POST', house.at('/exports'), { body });
const look = async (id: string) =>
  (await house.call<ExportBody>('GET', house.at(`/exports/${id}`))).body;
const download = (id: string) => house.fetchRaw('GET', house.at(`/exports/${id}/file`));

async function createSegment(): Promise<string> {
  const body = { name: 'Payers', conditions: plan };
  return (await house.call<SegmentBody>('POST', house.at('/segments'), { body })).body.id;
}

describe('An export', () => {
  test('of a segment is the file that the stream would be', async () => {
    const segmentId = await createSegment();
    const { status, body } = await ask({ segmentId, columns: ['id', 'attributes.plan'] });
    expect(status).toBe(202);
    expect(body).toMatchObject({ state: 'waiting', users: 0, ofUsers: null, expiresAt: null });
    expect((await download(body.id)).status).toBe(409);
    await house.exportJob.run();
    const done = await look(body.id);
    expect(done).toMatchObject({ state: 'done', users: 600, ofUsers: 600, failure: null });
    const file = await download(body.id);
    const columns = 'format=csv&column=id&column=attributes.plan';
    const stream = await house.fetchRaw('GET', house.at(`/segments/${segmentId}/users?${columns}`));
    const bytes = await file.arrayBuffer();
    expect(Buffer.from(bytes)).toEqual(Buffer.from(await stream.arrayBuffer()));
    expect(done.bytes).toBe(bytes.byteLength);
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(file.headers.get('content-disposition')).toContain(done.fileName);
    const [entry] = await house.store.read((tx) => tx.audit(1, 1));
    expect(entry).toMatchObject({ action: 'export.created', after: { segmentId } });
    const { mode } = await stat(join(house.folder, 'exports'));
    expect(mode & 0o077).toBe(0);
  });

  test.each(['ndjson', 'json'] as const)('is written as %s, too', async (format) => {
    const { body } = await ask({ conditions: plan, format });
    await house.exportJob.run();
    const text = await (await download(body.id)).text();
    const users =
      format === 'json'
        ? JSON.parse(text)
        : text
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line));
    expect(users).toHaveLength(600);
    expect(users[0]).toMatchObject({ id: 'user-0' });
  });

  test('says how far it is, and can be cancelled in the middle', async () => {
    const { body } = await ask({ conditions: allOf() });
    const seen: (number | null)[] = [];
    const { write } = house.exportFolder;
    house.exportFolder.write = (row, pieces) =>
      write(
        row,
        (async function* watch() {
          for await (const piece of pieces) {
            yield piece;
            const now = await look(body.id);
            seen.push(now.users, now.ofUsers);
            if (now.users < 500) continue;
            const path = house.at(`/exports/${body.id}/cancel`);
            expect((await house.call('POST', path)).body).toMatchObject({ state: 'cancelled' });
            // Whoever writes hears of it in a moment.
            await house.store.settle();
          }
        })(),
      );
    await house.exportJob.run();
    expect(seen.slice(0, 4)).toEqual([0, 1200, 0, 1200]);
    expect(seen).toContain(500);
    expect(await look(body.id)).toMatchObject({ state: 'cancelled', bytes: null });
    expect(await readdir(join(house.folder, 'exports'))).toEqual([]);
    expect((await download(body.id)).status).toBe(409);
  });

  test('begins again when the server died in the middle', async () => {
    const { body } = await ask({ conditions: plan, format: 'ndjson' });
    await house.store.write(async (tx) => {
      const row = await tx.export(1, body.id);
      if (row) await tx.putExport({ ...row, state: 'running', attempt: 1 });
    });
    // What a process that was killed leaves behind.
    await ask({ conditions: plan });
    await house.exportJob.run();
    const row = await house.store.read((tx) => tx.export(1, body.id));
    expect(row).toMatchObject({ state: 'done', attempt: 2 });
    await writeFile(join(house.folder, 'exports', '1-lost.csv.part'), 'half');
    await house.exportJob.run();
    expect(existsSync(join(house.folder, 'exports', '1-lost.csv.part'))).toBe(false);
    expect((await (await download(body.id)).text()).trim().split('\n')).toHaveLength(600);
  });

  test('expires after seven days, and is forgotten after thirty', async () => {
    const { body } = await ask({ conditions: plan });
    await house.exportJob.run();
    house.clock.now += 7 * dayMs;
    await house.exportJob.run();
    expect(await look(body.id)).toMatchObject({ state: 'expired', expiresAt: null });
    expect(await readdir(join(house.folder, 'exports'))).toEqual([]);
    house.clock.now += 23 * dayMs;
    await house.exportJob.run();
    const { body: list } = await house.call('GET', house.at('/exports'));
    expect(list).toEqual({ exports: [] });
  });

  test('has nobody in it who was erased, before it was written, meanwhile or after', async () => {
    const { body: first } = await ask({ conditions: plan, format: 'ndjson' });
    await house.exportJob.run();
    const { body: second } = await ask({ conditions: plan, format: 'ndjson' });
    const { write } = house.exportFolder;
    let isErased = false;
    house.exportFolder.write = (row, pieces) =>
      write(
        row,
        (async function* watch() {
          for await (const piece of pieces) {
            yield piece;
            if (isErased) continue;
            isErased = true;
            expect(piece).toContain('"user-2"');
            await house.call('DELETE', house.at('/users/user-2'));
          }
        })(),
      );
    await house.exportJob.run();
    expect(await look(first.id)).toMatchObject({
      state: 'expired',
      failure: expect.stringContaining('erased'),
    });
    expect(await look(second.id)).toMatchObject({ state: 'done', users: 599 });
    const text = await (await download(second.id)).text();
    expect(text).not.toContain('"user-2"');
    expect(await readdir(join(house.folder, 'exports'))).toHaveLength(1);
  });

  test('is deleted with its file', async () => {
    const { body } = await ask({ conditions: plan });
    await house.exportJob.run();
    const path = house.at(`/exports/${body.id}`);
    expect((await house.call('DELETE', path)).status).toBe(204);
    await house.exportJob.run();
    expect(await readdir(join(house.folder, 'exports'))).toEqual([]);
    expect((await house.call('DELETE', path)).status).toBe(404);
  });

  test('of a segment that is broken by then has failed, and says why', async () => {
    const segmentId = await createSegment();
    const { body } = await ask({ segmentId });
    await house.call('DELETE', house.at(`/segments/${segmentId}`));
    await house.exportJob.run();
    expect(await look(body.id)).toMatchObject({
      state: 'failed',
      failure: 'There is no such segment.',
    });
  });

  test.each([
    [{}, 422, 'segmentId'],
    [{ segmentId: 'x', conditions: allOf() }, 422, 'segmentId'],
    [{ segmentId: 'none' }, 404, undefined],
    [{ segmentId: '\ud800' }, 404, undefined],
    [{ conditions: { type: 'group' } }, 422, 'conditions'],
    [{ conditions: allOf(), columns: ['shoe size'] }, 422, 'column[0]'],
    [{ conditions: allOf(), format: 'xlsx' }, 422, 'format'],
  ])('is refused: %j', async (given, status, path) => {
    const reply = await ask(given);
    expect(reply.status).toBe(status);
    const { errors } = reply.body as unknown as { errors: { path: string }[] };
    if (path !== undefined) expect(errors[0]?.path).toContain(path);
    expect((await house.call('GET', house.at('/exports'))).body).toEqual({ exports: [] });
  });

  test('is one of at most five that wait', async () => {
    for (let count = 0; count < 5; count += 1)
      expect((await ask({ conditions: plan })).status).toBe(202);
    expect(await ask({ conditions: plan })).toMatchObject({
      status: 409,
      body: { code: 'too_many_exports' },
    });
  });
});
