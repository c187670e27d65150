import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderSql, sql, string, strings } from '../src/sql.ts';
import { openTestEngine, type TestEngine } from './chdb.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

test('every character of a parameter arrives as it was sent', async () => {
  const hazards = [
    ...Array.from({ length: 0x180 }, (_, code) => String.fromCodePoint(code)),
    '',
    "'; DROP TABLE users; --",
    '\\N',
    '\\',
    '\\\\n',
    '{p0:String}',
    "['a','b']",
    '[]',
    'null',
    '👩‍👩‍👧‍👦',
    '\u{10ffff}',
  ];
  const all = hazards.join('|');
  const [row] = await engine.query(
    renderSql(sql`SELECT ${strings(hazards)} AS many, ${string(all)} AS one`),
  );
  expect(row).toEqual({ many: hazards, one: all });
});
