import {
  bool,
  float,
  instant,
  renderSql,
  type SqlParameter,
  type Statement,
  sql,
  string,
  strings,
  uint32,
} from '@muster/conditions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { IndexEngineError, type IndexEngines } from '../../src/index/engine.ts';
import { type TestIndexPlace, useTestEngines } from './test-engines.ts';

const hazards = [
  ['nothing', ''],
  ['percent', '%'],
  ['underscore', '_'],
  ['a backslash', '\\'],
  ['two backslashes', '\\\\'],
  ['a backslash at the end', 'a\\'],
  ['an escape that is text', '\\n\\N\\0\\x41'],
  ['a quote', "'"],
  ['a quote after a backslash', "\\'"],
  ['double quote and backtick', '"`'],
  ['NUL', 'a\0b'],
  ['newline, tab, return', '\n\t\r'],
  ['other control characters', '\b\f\v\x07\x1a\x1b\x7f'],
  ['null as text', 'NULL'],
  ['a placeholder', '{p0:String}'],
  ['a comment', '-- /* */ ;'],
  ['an array as text', "['a','b']"],
  ['letters of two cases', 'İıßΣςσK'],
  ['composed and decomposed', 'é é'],
  ['Cyrillic, emoji', 'Ж 👩‍👩‍👧'],
  ['line separators', '\u2028\u2029'],
] as const;

const endlessly = plain(
  'SELECT count() AS n FROM numbers(1000000000000) WHERE sipHash64(number) = 1',
);

function plain(text: string): Statement {
  return { text, parameters: [] };
}

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

  async function readBack(parameter: SqlParameter): Promise<unknown> {
    const [row] = await engines.dashboard.query<{ value: unknown }>(
      renderSql(sql`SELECT ${parameter} AS value`),
    );
    return row?.value;
  }

  /** Whether a query with this mark is still in the engine. */
  async function isRunning(mark: string): Promise<boolean> {
    const rows = await engines.background.query<{ n: string }>(
      plain(
        `SELECT count() AS n FROM system.processes WHERE position(query, '${mark}') > 0` +
          // chDB lists an ended query until the next one of its session.
          " AND NOT is_cancelled AND position(query, 'system.processes') = 0",
      ),
    );
    return rows[0]?.n !== '0';
  }

  test.each(hazards)('a string parameter keeps %s', async (_, text) => {
    const row = (
      await engines.dashboard.query<{ hex: string; list: string[] }>(
        renderSql(sql`SELECT hex(${string(text)}) AS hex,
          arrayMap(x -> hex(x), ${strings(['x', text, ''])}) AS list`),
      )
    )[0];
    const expected = Buffer.from(text).toString('hex').toUpperCase();
    expect(row).toEqual({ hex: expected, list: ['78', expected, ''] });
  });

  test.each(hazards)('a parameter too long for a URL keeps %s', async (_, text) => {
    const long = `${text}${'x'.repeat(10_000)}${text}`;
    const [row] = await engines.dashboard.query<{ same: string; list: string[] }>(
      renderSql(sql`SELECT hex(${string(long)}) AS same,
        arrayMap(x -> hex(x), ${strings([text, ''])}) AS list`),
    );
    const toHex = (one: string) => Buffer.from(one).toString('hex').toUpperCase();
    expect(row).toEqual({ same: toHex(long), list: [toHex(text), ''] });
  });

  test('parameters of every type keep their values', async () => {
    expect(await readBack(float(-0.1))).toBe(-0.1);
    expect(await readBack(float(5e-324))).toBe(5e-324);
    expect(await readBack(float(1.7976931348623157e308))).toBe(1.7976931348623157e308);
    expect(await readBack(float(1e21))).toBe(1e21);
    expect(await readBack(float(-0))).toBe(0);
    expect(await readBack(instant(-62167219200000))).toBe('-62167219200000');
    expect(await readBack(instant(2 ** 53))).toBe('9007199254740992');
    expect(await readBack(uint32(2 ** 32 - 1))).toBe(4294967295);
    expect(await readBack({ type: 'UInt64', value: 2 ** 53 })).toBe('9007199254740992');
    expect(await readBack(bool(true))).toBe(true);
    expect(await readBack(bool(false))).toBe(false);
    expect(await readBack(strings([]))).toEqual([]);
    expect(await readBack({ type: 'Array(UInt32)', value: [0, 7, 4294967295] })).toEqual([
      0, 7, 4294967295,
    ]);
    expect(await readBack({ type: 'Array(UInt32)', value: [] })).toEqual([]);
  });

  test('a number that is none is refused', async () => {
    await expect(readBack(float(Number.NaN))).rejects.toThrow('NaN');
    await expect(readBack(float(Number.POSITIVE_INFINITY))).rejects.toThrow('Infinity');
  });

  test('a large list of numbers arrives', async () => {
    const value = Array.from({ length: 200_000 }, (_, i) => i);
    const list: SqlParameter = { type: 'Array(UInt32)', value };
    const rows = await engines.dashboard.query(
      renderSql(sql`SELECT length(${list}) AS n, ${float(0.5)} AS f, ${bool(true)} AS b,
        ${instant(-1)} AS i, toTypeName(${list}) AS type`),
    );
    expect(rows).toEqual([{ n: '200000', f: 0.5, b: true, i: '-1', type: 'Array(UInt32)' }]);
  });

  test('parameters of statements that run at once do not mix', async () => {
    const results = await Promise.all(
      Array.from({ length: 40 }, async (_, i) => {
        const lane = [engines.dashboard, engines.background, engines.indexer][i % 3];
        return lane?.query(renderSql(sql`SELECT ${string(`v${i}`)} AS a, ${float(i)} AS b`));
      }),
    );
    expect(results).toEqual(results.map((_, i) => [{ a: `v${i}`, b: i }]));
  });

  test('a refused statement says the code of the engine', async () => {
    const refused = engines.dashboard.query(plain('SELECT no_such_column'));
    await expect(refused).rejects.toBeInstanceOf(IndexEngineError);
    await expect(refused).rejects.toMatchObject({ code: 47 });
  });

  test('a statement that takes too long is ended by the engine', async () => {
    const ended = engines.dashboard.query(endlessly, { maxSeconds: 0.2 });
    await expect(ended).rejects.toMatchObject({ code: 159 });
  });

  test('an abort rejects with its reason and ends the query in the engine', async () => {
    const mark = `aborted_${engine.kind}`;
    const controller = new AbortController();
    const reason = new Error('The browser is gone');
    const asked = engines.dashboard.query(
      plain(`SELECT count() AS ${mark} FROM numbers(1000000000000) WHERE sipHash64(number) = 1`),
      { signal: controller.signal },
    );
    const outcome = expect(asked).rejects.toBe(reason);
    await expect.poll(() => isRunning(mark)).toBe(true);
    controller.abort(reason);
    await outcome;
    await expect.poll(() => isRunning(mark)).toBe(false);
  });

  test('what is aborted in the moment of its sending frees the lane', async () => {
    const endless = plain('SELECT number FROM numbers(1000000000000) WHERE sipHash64(number) = 1');
    for (let i = 0; i < 6; i += 1) {
      const controller = new AbortController();
      const asked = engines.background.query(endless, { signal: controller.signal });
      const outcome = expect(asked).rejects.toThrow('Enough');
      controller.abort(new Error('Enough'));
      await outcome;
    }
    expect(await engines.background.query(plain('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
  });

  test('a question that waits for its turn leaves the queue when it is aborted', async () => {
    const blocking = Array.from({ length: 8 }, () => new AbortController());
    const blockers = blocking.map(({ signal }) =>
      engines.dashboard.query(endlessly, { signal }).catch((error) => error),
    );
    const waiting = new AbortController();
    const asked = engines.dashboard.query(plain('SELECT 1'), { signal: waiting.signal });
    waiting.abort(new Error('Not wanted any more'));
    await expect(asked).rejects.toThrow('Not wanted any more');
    // Lanes do not wait for each other.
    expect(await engines.background.query(plain('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
    for (const one of blocking) one.abort(new Error('Enough'));
    expect(await Promise.all(blockers)).toEqual(blockers.map(() => new Error('Enough')));
    expect(await engines.dashboard.query(plain('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
  });

  test('an aborted signal starts nothing', async () => {
    const signal = AbortSignal.abort(new Error('Too late'));
    await expect(engines.dashboard.query(plain('SELECT 1'), { signal })).rejects.toThrow(
      'Too late',
    );
    const rows = engines.dashboard.stream(plain('SELECT 1'), { signal });
    await expect(collect(rows)).rejects.toThrow('Too late');
  });

  test('a stream gives every row, once, in order', async () => {
    const rows = engines.background.stream<{ n: number }>(
      renderSql(
        sql`SELECT toUInt32(number) AS n FROM numbers(300000) WHERE number >= ${uint32(5)}`,
      ),
    );
    let next = 5;
    for await (const { n } of rows) {
      if (n !== next) throw new Error(`${n} came instead of ${next}`);
      next += 1;
    }
    expect(next).toBe(300_000);
  });

  test('a stream that fails half-way says so', async () => {
    const rows = engines.background.stream(
      plain('SELECT throwIf(number = 250000) AS x FROM numbers(1000000)'),
    );
    await expect(collect(rows)).rejects.toBeInstanceOf(IndexEngineError);
  });

  test('leaving a stream early frees the lane', async () => {
    for (let i = 0; i < 6; i += 1) {
      for await (const _ of engines.background.stream(
        plain('SELECT number FROM numbers(10000000000)'),
      )) {
        break;
      }
    }
    expect(await engines.background.query(plain('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
  });

  test('aborting a stream that gives nothing yet ends it', async () => {
    const mark = `silent_${engine.kind}`;
    const controller = new AbortController();
    const rows = engines.background.stream(
      plain(`SELECT number AS ${mark} FROM numbers(1000000000000) WHERE sipHash64(number) = 1`),
      { signal: controller.signal },
    );
    const outcome = expect(collect(rows)).rejects.toThrow('Enough');
    await expect.poll(() => isRunning(mark)).toBe(true);
    controller.abort(new Error('Enough'));
    await outcome;
    await expect.poll(() => isRunning(mark)).toBe(false);
  });

  test('closing does not wait for somebody who has stopped reading', async () => {
    const other = engine.makePlace();
    if (engine.kind === 'chdb') await engines.close();
    const closing = await other.open();
    const rows = closing.background.stream(plain('SELECT number FROM numbers(100000000)'));
    const reader = rows[Symbol.asyncIterator]();
    await reader.next();
    await closing.close();
    await expect(
      (async () => {
        for (;;) if ((await reader.next()).done) return;
      })(),
    ).rejects.toThrow('closed');
    other.remove();
    if (engine.kind === 'chdb') engines = await place.open();
  });

  describe('inserting', () => {
    beforeAll(async () => {
      await engines.indexer.execute(
        plain('CREATE TABLE t (n Int64, j JSON) ENGINE = MergeTree ORDER BY n'),
      );
    });

    test('many rows are one block, so that they are there together', async () => {
      const lines = Array.from(
        { length: 60_000 },
        (_, n) => `{"n":${n},"j":{"text":"${'x'.repeat(100)}","number":${n}.0}}\n`,
      );
      await engines.indexer.execute(plain('SYSTEM STOP MERGES t'));
      await engines.indexer.insert('t', Buffer.from(lines.join('')));
      const parts = await engines.indexer.query<{ rows: string }>(
        plain(
          "SELECT rows FROM system.parts WHERE active AND table = 't' AND database = currentDatabase()",
        ),
      );
      expect(parts).toEqual([{ rows: '60000' }]);
      await engines.indexer.execute(plain('TRUNCATE TABLE t'));
      await engines.indexer.execute(plain('SYSTEM START MERGES t'));
    });

    test('of a batch with one bad row nothing is kept', async () => {
      const lines = Array.from({ length: 5_000 }, (_, n) => `{"n":${n},"j":{}}\n`);
      lines[4_321] = '{"n":"not a number","j":{}}\n';
      await expect(engines.indexer.insert('t', Buffer.from(lines.join('')))).rejects.toBeInstanceOf(
        IndexEngineError,
      );
      expect(await engines.indexer.query(plain('SELECT count() AS n FROM t'))).toEqual([
        { n: '0' },
      ]);
    });

    test('text that reads as a date stays text', async () => {
      await engines.indexer.insert('t', Buffer.from('{"n":1,"j":{"d":"2024-02-29","e":5.0}}\n'));
      expect(
        await engines.indexer.query(
          plain('SELECT j.d.:String AS d, j.e.:Float64 AS e FROM t WHERE n = 1'),
        ),
      ).toEqual([{ d: '2024-02-29', e: 5 }]);
    });
  });

  test('after a reset there is nothing, and a new index can be made', async () => {
    await engines.indexer.execute(
      plain('CREATE TABLE users (n Int8) ENGINE = MergeTree ORDER BY n'),
    );
    await engines.dashboard.query(plain('SELECT 1'));
    await engines.reset();
    await engines.indexer.execute(
      plain('CREATE TABLE users (n Int8) ENGINE = MergeTree ORDER BY n'),
    );
    expect(await engines.dashboard.query(plain('SELECT count() AS n FROM users'))).toEqual([
      { n: '0' },
    ]);
  });

  test('what an index holds is there when it is opened again', async () => {
    await engines.indexer.execute(
      plain('CREATE TABLE kept (n Int8) ENGINE = MergeTree ORDER BY n'),
    );
    await engines.indexer.insert('kept', Buffer.from('{"n":7}\n'));
    await engines.close();
    await expect(engines.dashboard.query(plain('SELECT 1'))).rejects.toThrow('closed');
    engines = await place.open();
    expect(await engines.dashboard.query(plain('SELECT n FROM kept'))).toEqual([{ n: 7 }]);
  });
});

async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
