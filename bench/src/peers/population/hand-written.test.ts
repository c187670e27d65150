import { describe, expect, it } from 'vitest';
import { benchSegments } from '../../population/segments.ts';
import { checkCount } from './counter.ts';
import {
  duckdb,
  postgresColumns,
  postgresJson,
  selectCounts,
  typedClickhouse,
  writePredicates,
} from './hand-written.ts';

const dialects = { typedClickhouse, duckdb, postgresColumns, postgresJson };

describe('writePredicates', () => {
  it.each(Object.entries(dialects))('has each segment of the benchmark: %s', (_, dialect) => {
    expect(Object.keys(writePredicates(dialect))).toEqual(benchSegments.map(({ id }) => id));
  });

  it('reads a document where there are no columns', () => {
    const { paying, nested } = writePredicates(postgresJson);
    expect(paying).toContain(`data @> '{"plan":"Pro"}' OR data @> '{"plan":"Team"}'`);
    expect(nested).toContain(`(data->'interests') ?| ARRAY['api', 'export']`);
    expect(writePredicates(postgresColumns).paying).toBe(
      `plan IN ('Pro', 'Team', 'Business', 'Enterprise')`,
    );
  });
});

it('asks about one by itself, and about several at once', () => {
  expect(selectCounts(duckdb, ['a = 1'])).toBe('SELECT count(*) AS c0 FROM users WHERE a = 1');
  expect(selectCounts(duckdb, ['a = 1', 'b = 2'])).toBe(
    'SELECT count(*) FILTER (WHERE a = 1) AS c0, count(*) FILTER (WHERE b = 2) AS c1 FROM users',
  );
});

it('names the segment and both numbers when counts differ', () => {
  checkCount('Paying', ['ours', 5], ['DuckDB', 5]);
  expect(() => checkCount('Paying', ['ours', 5], ['DuckDB', 6])).toThrow(
    'Paying: 5 users by ours, 6 by DuckDB',
  );
});
