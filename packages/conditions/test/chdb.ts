import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Session } from 'chdb';
import type { SqlParameter, Statement } from '../src/sql.ts';

/** A real ClickHouse in this process, on a folder of its own that `close` removes. */
export interface TestEngine {
  /** Rows as objects; 64-bit integers arrive as strings. */
  query<Row = Record<string, unknown>>(statement: Statement): Promise<Row[]>;
  /** Inserts newline-delimited JSON rows: all of it or nothing. */
  insert(table: string, ndjson: string): Promise<void>;
  /** DDL; text of the test's own, with no values in it. */
  execute(text: string): Promise<void>;
  close(): void;
}

/** Opens the engine. One at a time in a process: chDB opens one data folder per process. */
export async function openTestEngine(): Promise<TestEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-test-'));
  const session = new Session(folder);
  const run = async (text: string) =>
    (await session.queryAsync(text, { format: 'JSONEachRow' })).text();
  // One Session is serial, and parameters stay on it: a statement and its SETs must not interleave.
  let last: Promise<unknown> = Promise.resolve();
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  }
  // A key of 200 letters beyond ASCII is a path of 1,800; 256 KiB of text hold few of them. Many large trees
  // are asked at once: the limits are those of the server.
  await run('SET output_format_json_quote_64bit_integers = 1, max_query_size = 67108864');
  await run('SET max_ast_elements = 1000000, max_expanded_ast_elements = 1000000');
  await run('SET max_threads = 2');
  return {
    query: (statement) =>
      inTurn(async () => {
        if (statement.parameters.length > 0) await run(setParameters(statement.parameters));
        const lines = (await run(statement.text)).split('\n');
        return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
      }),
    insert: (table, ndjson) =>
      inTurn(async () => {
        await session.insert({
          table,
          format: 'JSONEachRow',
          values: Buffer.from(ndjson),
          settings: { input_format_try_infer_dates: 0, input_format_try_infer_datetimes: 0 },
        });
      }),
    execute: (text) => inTurn(async () => void (await run(text))),
    close() {
      session.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One statement for all: a statement for each would take longer than most questions. */
function setParameters(parameters: readonly SqlParameter[]): string {
  const values = parameters.map((one, i) => `param_p${i} = ${quoteSql(writeParameter(one))}`);
  return `SET ${values.join(', ')}`;
}

/** The text of a parameter as ClickHouse reads it: escaped TSV for a string, literals in an array. */
export function writeParameter({ value }: SqlParameter): string {
  if (typeof value === 'string') return escapeText(value);
  if (!Array.isArray(value)) return String(value);
  return `[${value.map((one) => (typeof one === 'string' ? quoteSql(one) : String(one))).join(',')}]`;
}

function quoteSql(text: string): string {
  return `'${escapeText(text)}'`;
}

const escapes = new Map([
  ['\\', '\\\\'],
  ["'", "\\'"],
  ['\0', '\\0'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function escapeText(text: string): string {
  return text.replace(/[\\'\0\b\f\n\r\t]/g, (character) => escapes.get(character) ?? character);
}
