import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoadOptions } from '../../src/modules/load/load-options.ts';
import type { LoadSink } from '../../src/modules/load/load-sink.ts';
import { openIngest } from '../ingest/open-ingest.ts';
import { type LoadBench, openLoadBench } from './load-bench.ts';

let bench: LoadBench;
beforeAll(async () => {
  bench = await openLoadBench();
});
afterAll(() => bench.close());

const checkpoints = () => readdirSync(join(bench.dataDir, 'loads'));
const countUsers = () =>
  bench.ingest.store.read((tx) => tx.countProfiles(bench.ingest.project.number));

describe('an interrupted load', () => {
  const rows = Array.from(
    { length: 5200 },
    (_, index) => `r${index},${index % 7 === 0 ? '' : index}`,
  );
  const text = `id,n\n${rows.join('\n')}\n`;
  const options = (name: string): LoadOptions => ({
    file: bench.write(name, text),
    source: 'csv',
    id: 'id',
    types: new Map([['n', 'number']]),
  });
  const whole = { rows: 5200, accepted: 5200, rejected: 0 };

  /** Breaks after some batches; the last of them is stored, but its answer is lost. */
  function breakAfter(sink: LoadSink, batches: number): LoadSink {
    let sent = 0;
    return {
      maxInFlight: sink.maxInFlight,
      async send(items) {
        sent += 1;
        if (sent > batches + 1) throw new Error('broken');
        const reply = await sink.send(items);
        if (sent > batches) throw new Error('broken');
        return reply;
      },
    };
  }

  it('goes on where it was, and counts each row once', async () => {
    const wish = options('broken.csv');
    const sink = breakAfter(bench.sinkOf(wish), 2);
    const one = { ...sink, maxInFlight: 1 };
    await expect(bench.load(wish, { sink: one })).rejects.toThrow('broken');
    expect(checkpoints()).toHaveLength(1);
    const before = await countUsers();
    const { result, progress } = await bench.load(wish);
    expect(result).toEqual({ ...whole, duplicates: 1000, resumedAfter: 2000 });
    expect(progress.at(-1)).toMatchObject({ rows: 5200 });
    expect(await countUsers()).toBe(before + 2200);
    expect(checkpoints()).toEqual([]);
  });

  it('can be stopped by its signal', async () => {
    const wish = { ...options('stopped.csv'), skip: ['n'] };
    const stop = new AbortController();
    const onProgress = ({ rows }: { rows: number }) => {
      if (rows >= 1000) stop.abort(new Error('stopped'));
    };
    await expect(bench.load(wish, { signal: stop.signal, onProgress })).rejects.toThrow('stopped');
    const { result } = await bench.load(wish);
    expect(result).toMatchObject(whole);
    expect(result.resumedAfter).toBeGreaterThanOrEqual(1000);
    expect(result.resumedAfter + result.duplicates).toBeLessThan(5200);
  });

  it('does not end while a batch is under way', async () => {
    const wish = { ...options('under-way.csv'), name: 'n' };
    const sink = bench.sinkOf(wish);
    let sent = 0;
    let answered = 0;
    const failing: LoadSink = {
      maxInFlight: 3,
      async send(items) {
        sent += 1;
        if (sent === 1) throw new Error('broken');
        const reply = await sink.send(items);
        answered += 1;
        return reply;
      },
    };
    await expect(bench.load(wish, { sink: failing })).rejects.toThrow('broken');
    expect(sent).toBe(3);
    expect(answered).toBe(2);
  });

  it('begins anew when it goes to another store than before', async () => {
    const wish = options('elsewhere.csv');
    const types = new Map([['n', 'string']] as const);
    const sink = { ...breakAfter(bench.sinkOf(wish), 2), maxInFlight: 1 };
    await expect(bench.load({ ...wish, types }, { sink })).rejects.toThrow('broken');
    expect(checkpoints()).toHaveLength(1);
    const other = await openIngest();
    try {
      const { result } = await bench.load({ ...wish, types }, { sink: bench.sinkOf(wish, other) });
      expect(result).toEqual({ ...whole, duplicates: 0, resumedAfter: 0 });
      expect(await other.store.read((tx) => tx.countProfiles(other.project.number))).toBe(5200);
      expect(await other.attributesOf('r1')).toEqual({ n: '1' });
    } finally {
      await other.close();
    }
  });

  it('begins anew when its checkpoint cannot be read, and finds duplicates', async () => {
    const wish = {
      ...options('torn.csv'),
      delimiter: ',',
      types: new Map([['n', 'boolean']] as const),
    };
    const sink = { ...breakAfter(bench.sinkOf(wish), 2), maxInFlight: 1 };
    await expect(bench.load(wish, { sink })).rejects.toThrow('broken');
    const [name] = checkpoints();
    bench.write(join('loads', name ?? ''), '{"row": 20');
    const { result } = await bench.load(wish);
    expect(result).toMatchObject({ ...whole, duplicates: 3000, resumedAfter: 0 });
  });

  it('is not taken for another: other options, content or project', async () => {
    const first = options('same-content.csv');
    const renamed = { ...first, file: bench.write('renamed.csv', text) };
    await bench.load(first);
    expect((await bench.load(renamed)).result).toMatchObject({ duplicates: 5200 });
    expect((await bench.load({ ...first, email: 'n' })).result).toMatchObject({ duplicates: 0 });
    appendFileSync(first.file, 'more,1\n');
    expect((await bench.load(first)).result).toMatchObject({ rows: 5201, duplicates: 0 });
  });

  it('notices when the file changes while it is loaded', async () => {
    const long = rows.map((row) => `${row} ${'x'.repeat(300)}`);
    const file = bench.write('changed.csv', `id,n\n${long.join('\n')}\n`);
    const wish: LoadOptions = { file, source: 'csv', id: 'id' };
    const sink = bench.sinkOf(wish);
    const changing: LoadSink = {
      maxInFlight: 1,
      send(items) {
        appendFileSync(wish.file, 'late,1\n');
        return sink.send(items);
      },
    };
    await expect(bench.load(wish, { sink: changing })).rejects.toThrow('was changed while');
  });
});
