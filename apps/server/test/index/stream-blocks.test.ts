import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { IndexEngineError, type IndexEngines } from '../../src/index/engine.ts';
import type { CodedColumn } from '../../src/index/native-blocks.ts';
import { plain } from '../../src/index/schema.ts';
import { type TestIndexPlace, useTestEngines } from './test-engines.ts';

describe.each(useTestEngines(['chdb', 'clickhouse']))('the lanes of $kind', (engine) => {
  let place: TestIndexPlace;
  let engines: IndexEngines;

  beforeAll(async () => {
    place = engine.makePlace();
    engines = await place.open();
  });

  afterAll(async () => {
    await engines.close();
    place.remove();
  });

  test('blocks have whole columns', async () => {
    const blocks = engines.background.streamBlocks(
      plain(`SELECT toUInt32(number) AS n, number / 4 AS f, number % 2 = 0 AS e,
        toLowCardinality(concat('schlüssel 🌱 ', toString(number % 70000))) AS t,
        toLowCardinality(if(number = 7, '', 'x')) AS u FROM numbers(200000)`),
    );
    let next = 0;
    for await (const { rows, columns } of blocks) {
      const { n, f, e } = columns as Record<string, Float64Array>;
      const { t, u } = columns as Record<string, CodedColumn>;
      for (let row = 0; row < rows; row += 1) {
        const text = t?.keys[t.codes[row] ?? -1];
        const found = [n?.[row], f?.[row], e?.[row], text, u?.keys[u.codes[row] ?? -1]];
        const even = next % 2 === 0 ? 1 : 0;
        const right = [
          next,
          next / 4,
          even,
          `schlüssel 🌱 ${next % 70_000}`,
          next === 7 ? '' : 'x',
        ];
        if (found.join() !== right.join()) throw new Error(`${found} came instead of ${right}`);
        next += 1;
      }
    }
    expect(next).toBe(200_000);
  });

  test('an answer without rows has no blocks', async () => {
    const none = plain(`SELECT toLowCardinality(toString(number)) AS t FROM numbers(9) WHERE 0`);
    expect(await collect(engines.background.streamBlocks(none))).toEqual([]);
  });

  test('a column that cannot be read as a block is refused', async () => {
    const rows = engines.background.streamBlocks(
      plain(`SELECT toString(number) AS t FROM numbers(9)`),
    );
    await expect(collect(rows)).rejects.toThrow('Column t is String');
  });

  test('blocks that fail half-way, or are refused, say so', async () => {
    for (const text of [
      'SELECT throwIf(number = 250000) AS x FROM numbers(1000000)',
      'SELECT oops',
    ]) {
      const rows = engines.background.streamBlocks(plain(text));
      await expect(collect(rows)).rejects.toBeInstanceOf(IndexEngineError);
    }
    expect(await engines.background.query(plain('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
  });

  test('leaving or aborting blocks frees the lane', async () => {
    for (let i = 0; i < 6; i += 1) {
      const many = plain('SELECT toUInt32(number) AS n FROM numbers(3000000)');
      for await (const _ of engines.background.streamBlocks(many)) break;
    }
    const controller = new AbortController();
    const rows = engines.background.streamBlocks(
      plain('SELECT toUInt32(number) AS n FROM numbers(1000000000000) WHERE sipHash64(number) = 1'),
      { signal: controller.signal },
    );
    const outcome = expect(collect(rows)).rejects.toThrow('Enough');
    controller.abort(new Error('Enough'));
    await outcome;
    expect(await engines.background.query(plain('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
  });
});

async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
}
