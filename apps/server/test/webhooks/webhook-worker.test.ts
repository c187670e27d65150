import { Webhook } from 'standardwebhooks';
import { afterEach, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { describeOnEngines } from '../store/engines.ts';
import { addProject, makeProfile, noon } from '../store/samples.ts';
import { openReceiver, type Receiver } from './receiver.ts';
import { createTestWorker, makeDelivery, makeWebhook } from './worker-house.ts';

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;

describeOnEngines('deliveries', ({ open }) => {
  const receivers: Receiver[] = [];
  afterEach(async () => {
    for (const receiver of receivers.splice(0)) await receiver.close();
  });

  async function openReceiverHere(): Promise<Receiver> {
    const receiver = await openReceiver();
    receivers.push(receiver);
    return receiver;
  }

  async function prepare() {
    const [store, receiver] = [await open(), await openReceiverHere()];
    await addProject(store);
    await store.write((tx) => tx.putWebhook(makeWebhook(receiver.url)));
    const clock = { now: noon };
    return { store, receiver, clock, worker: createTestWorker(store, clock) };
  }

  const put = (store: Store, ...deliveries: Parameters<typeof makeDelivery>[]) =>
    store.write((tx) => tx.insertDeliveries(deliveries.map((given) => makeDelivery(...given))));

  /** The earliest first. */
  const list = async (store: Store, webhook = 'wh_1') =>
    (await store.read((tx) => tx.deliveries({ project: 1, webhook, limit: 1000 }))).reverse();

  const webhookOf = (store: Store) => store.read((tx) => tx.webhook(1, 'wh_1'));

  it('are signed, arrive in order and once, and are kept with the answer', async () => {
    const { store, receiver, worker, clock } = await prepare();
    const names = Array.from({ length: 40 }, (_, index) => String(index));
    await put(store, ...names.map((name): [string] => [name]));
    receiver.answer((response) => response.writeHead(202).end('ok'));
    await worker.run();
    await worker.run();
    expect(receiver.bodies()).toEqual(names.map((name) => ({ name })));
    const deliveries = await list(store);
    expect(deliveries.map(({ state }) => state)).toEqual(names.map(() => 'delivered'));
    expect(deliveries[0]?.attempts).toEqual([
      { at: noon, status: 202, durationMs: 0, response: 'ok' },
    ]);
    const [first] = receiver.received;
    // The verifier looks at its own clock: the attempt has to be of this moment.
    clock.now = Date.now();
    await put(store, ['now', { due: 0 }]);
    await worker.run();
    const last = receiver.received.at(-1);
    const verifier = new Webhook(makeWebhook('').secret);
    expect(verifier.verify(last?.body ?? '', last?.headers as never)).toEqual({ name: 'now' });
    expect(() => verifier.verify('{}', last?.headers as never)).toThrow(/signature/i);
    expect(() => verifier.verify(first?.body ?? '', first?.headers as never)).toThrow(/old/);
  });

  it('are tried again for three days, with the same id, and then have failed', async () => {
    const { store, receiver, worker, clock } = await prepare();
    receiver.answer((response) => response.writeHead(500).end('broken'));
    await put(store, ['one']);
    const waits: number[] = [];
    for (;;) {
      await worker.run();
      const [row] = await list(store);
      if (row?.state !== 'waiting') break;
      waits.push(row.due - clock.now);
      // Not before it is due.
      clock.now = row.due - 1;
      await worker.run();
      expect(receiver.received).toHaveLength(waits.length);
      clock.now = row.due;
    }
    expect(waits).toHaveLength(10);
    expect(waits).toEqual([...waits].sort((one, other) => one - other));
    expect(clock.now - noon).toBeGreaterThan(2.8 * dayMs);
    expect(clock.now - noon).toBeLessThan(3.2 * dayMs);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual(Array(11).fill('msg_one'));
    const timestamps = new Set(
      receiver.received.map(({ headers }) => headers['webhook-timestamp']),
    );
    expect(timestamps.size).toBe(11);
    const [row] = await list(store);
    expect(row).toMatchObject({ state: 'failed' });
    expect(row?.attempts).toHaveLength(11);
    expect(row?.attempts[0]).toMatchObject({ status: 500, response: 'broken' });
    expect(await webhookOf(store)).toMatchObject({ failingSince: noon });
    expect(await webhookOf(store)).not.toHaveProperty('disabled');
  });

  it('are not held up by one that fails, nor by a webhook that hangs', async () => {
    const { store, receiver, clock } = await prepare();
    const hanging = await openReceiverHere();
    hanging.answer(() => {});
    const worker = createTestWorker(store, clock, hanging.url);
    await store.write((tx) => tx.putWebhook(makeWebhook(hanging.url, { id: 'wh_2' })));
    receiver.answer((response, { body }) =>
      response.writeHead(body.includes('bad') ? 400 : 200).end(),
    );
    await put(store, ['bad'], ['good'], ['hangs', { webhook: 'wh_2' }]);
    await worker.run();
    expect((await list(store)).map(({ state }) => state)).toEqual(['waiting', 'delivered']);
    expect(await list(store, 'wh_2')).toMatchObject([
      { state: 'waiting', attempts: [{ error: 'No answer within 0.5 s.' }] },
    ]);
  });

  it('go to one of two workers each, when one that was replaced is still at it', async () => {
    const { store, receiver, worker, clock } = await prepare();
    const other = createTestWorker(store, clock);
    const names = Array.from({ length: 100 }, (_, index) => String(index));
    await Promise.all([worker.run(), other.run()]);
    await put(store, ...names.map((name): [string, object] => [name, { subject: name }]));
    await Promise.all([worker.run(), other.run(), worker.run()]);
    const arrived = receiver.bodies().map(({ name }) => name);
    expect(arrived).toHaveLength(100);
    expect(new Set(arrived)).toEqual(new Set(names));
  });

  it('that a process claimed and lost are sent by another', async () => {
    const { store, receiver, clock } = await prepare();
    await put(store, ['lost']);
    const claim = { project: 1, webhook: 'wh_1', now: noon, until: noon + hourMs, limit: 5 };
    expect(await store.write((tx) => tx.claimDeliveries(claim))).toHaveLength(1);
    expect(await store.write((tx) => tx.claimDeliveries(claim))).toHaveLength(0);
    const worker = createTestWorker(store, clock);
    await worker.run();
    expect(receiver.bodies()).toEqual([{ name: 'lost' }]);
    expect(await list(store)).toMatchObject([{ state: 'delivered' }]);
  });

  it('are given back when the server stops in the middle', async () => {
    const { store, receiver, clock } = await prepare();
    const worker = createTestWorker(store, clock, receiver.url);
    receiver.answer(() => void worker.stop());
    await put(store, ['asked'], ['after']);
    await worker.run();
    expect((await list(store)).map(({ state, attempts }) => [state, attempts.length])).toEqual([
      ['waiting', 1],
      ['waiting', 0],
    ]);
    receiver.answer((response) => response.writeHead(200).end());
    clock.now += hourMs;
    await createTestWorker(store, clock).run();
    expect((await list(store)).map(({ state }) => state)).toEqual(['delivered', 'delivered']);
  });

  it('end when the answer is 410, with a note', async () => {
    const { store, receiver, worker } = await prepare();
    receiver.answer((response) => response.writeHead(410).end());
    await put(store, ['one'], ['two', { due: noon + 1 }]);
    await worker.run();
    expect(await webhookOf(store)).toMatchObject({
      disabled: { at: noon, reason: 'It answered 410 Gone.' },
    });
    expect((await list(store)).map(({ state }) => state)).toEqual(['failed', 'failed']);
    const [entry] = await store.read((tx) => tx.audit(1, 1));
    expect(entry).toMatchObject({ action: 'webhook.disabled', subject: 'wh_1', by: 'Muster' });
    expect(worker.log).toMatchObject([{ reason: 'It answered 410 Gone.' }]);
  });

  it('end after five days in which each of them failed', async () => {
    const { store, receiver, worker, clock } = await prepare();
    receiver.answer((response) => response.writeHead(503).end());
    for (let day = 0; day < 5; day += 1) {
      clock.now = noon + day * dayMs;
      await put(store, [`day ${day}`, { due: clock.now }]);
      await worker.run();
    }
    expect(await webhookOf(store)).not.toHaveProperty('disabled');
    clock.now = noon + 5 * dayMs;
    await put(store, ['last', { due: clock.now }]);
    await worker.run();
    expect(await webhookOf(store)).toMatchObject({
      disabled: { reason: `Every attempt has failed since ${new Date(noon).toISOString()}.` },
    });
    expect(new Set((await list(store)).map(({ state }) => state))).toEqual(new Set(['failed']));
  });

  it('go on when one of them has succeeded meanwhile', async () => {
    const { store, receiver, worker, clock } = await prepare();
    for (let day = 0; day < 8; day += 1) {
      receiver.answer((response) => response.writeHead(day === 4 ? 200 : 503).end());
      clock.now = noon + day * dayMs;
      await put(store, [`day ${day}`, { due: clock.now }]);
      await worker.run();
    }
    const webhook = await webhookOf(store);
    expect(webhook).not.toHaveProperty('disabled');
    expect(webhook).toMatchObject({ failingSince: noon + 5 * dayMs });
  });

  it('of somebody who is erased are gone, whichever identity they name', async () => {
    const { store, worker, receiver } = await prepare();
    const ada = { kind: 'user', id: 'a:d\\a\0' } as const;
    const browser = { kind: 'anonymous', id: 'b1' } as const;
    await store.write(async (tx) => {
      const number = await tx.allocateNumbers(1, 2);
      await tx.putProfiles(1, [makeProfile(number, { userId: ada.id }), makeProfile(number + 1)]);
      await tx.putIdentities(1, [
        { identity: ada, number },
        { identity: browser, number },
        { identity: { kind: 'user', id: 'b1' }, number: number + 1 },
      ]);
    });
    await put(
      store,
      ['of ada', { person: ada }],
      ['of her browser', { person: browser }],
      ['of a namesake', { person: { kind: 'user', id: 'b1' } }],
      ['of nobody'],
    );
    await store.write((tx) => tx.erase(1, 1));
    await worker.run();
    expect(receiver.bodies()).toEqual([{ name: 'of a namesake' }, { name: 'of nobody' }]);
    expect(await list(store)).toHaveLength(2);
  });

  it('are forgotten when they are old or many, but never while they wait', async () => {
    const { store } = await prepare();
    const names = Array.from({ length: 12 }, (_, index) => String(index));
    await put(store, ...names.map((name, index): [string, object] => [name, { at: noon + index }]));
    const states = ['waiting', 'delivered', 'failed'] as const;
    await store.write(async (tx) => {
      for (const [index, row] of (await tx.deliveries({ project: 1, webhook: 'wh_1', limit: 50 }))
        .reverse()
        .entries()) {
        await tx.updateDelivery({ ...row, state: states[index % 3] ?? 'waiting' });
      }
    });
    const prune = (before: number, mostDelivered: number) =>
      store.write((tx) => tx.pruneDeliveries(1, 'wh_1', { before, mostDelivered, limit: 2 }));
    const left = async () => (await list(store)).map(({ id }) => id.slice(4));
    expect(await prune(noon, 4)).toBe(0);
    expect(await prune(noon + 3, 4)).toBe(2);
    expect(await left()).toEqual(['0', '3', '4', '5', '6', '7', '8', '9', '10', '11']);
    expect(await prune(noon, 1)).toBe(2);
    expect(await left()).toEqual(['0', '3', '5', '6', '8', '9', '10', '11']);
  });
});
