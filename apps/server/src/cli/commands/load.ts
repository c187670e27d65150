import { appendFileSync, writeFileSync } from 'node:fs';
import {
  type LoadProgress,
  type LoadResult,
  loadFile,
  type RejectedRow,
} from '../../modules/load/load-file.ts';
import { labelOf } from '../../modules/load/load-label.ts';
import type { ColumnType, LoadOptions } from '../../modules/load/load-options.ts';
import { toCsvLine } from '../../modules/segments/write-csv.ts';
import { findProjectId } from '../call-house.ts';
import { type Command, exitCodes, type OptionValues, UsageError } from '../command.ts';
import { jsonOption, projectOption } from '../common-options.ts';
import { formatCount, type Progress, type Terminal } from '../terminal.ts';

/** Rejected rows that are said one by one. */
const maxSaid = 10;

export const load: Command = {
  name: 'load',
  summary: 'Load users or events from a file, each row exactly once',
  positionals: ['<file>'],
  options: {
    source: {
      type: 'string',
      placeholder: '<kind>',
      help: 'csv (a user a row), events (an event a row) or ndjson (an item a line)',
    },
    project: projectOption,
    id: { type: 'string', placeholder: '<column>', help: 'the column of the user id' },
    email: { type: 'string', placeholder: '<column>', help: 'the column of the email address' },
    name: { type: 'string', placeholder: '<column>', help: 'the column of the name' },
    language: { type: 'string', placeholder: '<column>', help: 'the column of the language' },
    event: { type: 'string', placeholder: '<name>', help: 'what the events are called' },
    timestamp: { type: 'string', placeholder: '<column>', help: 'the column of their time' },
    skip: {
      type: 'string',
      multiple: true,
      placeholder: '<column>',
      help: 'leave a column out; repeatable',
    },
    type: {
      type: 'string',
      multiple: true,
      placeholder: '<column>=<type>',
      help: 'string, number or boolean instead of what the values look like; repeatable',
    },
    delimiter: {
      type: 'string',
      placeholder: '<character>',
      help: 'or "whitespace"; detected when absent',
    },
    rejected: {
      type: 'string',
      placeholder: '<file>',
      help: 'write what was not taken to this CSV file',
    },
    json: jsonOption,
  },
  notes: ['Interrupted, it goes on where it was when it is run again.'],
  async run(invocation) {
    const { terminal, options, signal } = invocation;
    const wish = readLoadOptions(invocation.positionals[0] ?? '', options);
    const house = await invocation.house.open(invocation, {
      command: 'muster load',
      index: false,
      intake: true,
    });
    try {
      const projectId = await findProjectId(house, options.text('project'));
      const report = createRejectionReport(terminal, options.text('rejected'));
      const result = await loadFile(wish, {
        sink: await house.createSink(projectId, labelOf(wish)),
        projectId,
        dataDir: house.dataDir,
        signal,
        onProgress: (progress) => terminal.showProgress(toProgress(progress)),
        onRejected: report.add,
      });
      terminal.endProgress();
      report.finish();
      terminal.print(options.isSet('json') ? JSON.stringify(result) : describeResult(result));
      return exitCodes.ok;
    } finally {
      await house.close();
    }
  },
};

function readLoadOptions(file: string, options: OptionValues): LoadOptions {
  const source = options.text('source');
  if (source !== 'csv' && source !== 'events' && source !== 'ndjson') {
    const given = source === undefined ? '' : `, not "${source}"`;
    throw new UsageError(`--source must be csv, events or ndjson${given}.`);
  }
  const wish: LoadOptions = { file, source };
  for (const name of textOptions) {
    const value = options.text(name);
    if (value !== undefined) wish[name] = value;
  }
  const skip = options.texts('skip');
  if (skip.length > 0) wish.skip = skip;
  const types = options.texts('type').map(readType);
  if (types.length > 0) wish.types = new Map(types);
  return wish;
}

const textOptions = ['id', 'email', 'name', 'language', 'event', 'timestamp', 'delimiter'] as const;

function readType(text: string): [string, ColumnType] {
  // The last "=": a column may have one in its name, a type has none.
  const at = text.lastIndexOf('=');
  const type = text.slice(at + 1);
  if (at < 1 || (type !== 'string' && type !== 'number' && type !== 'boolean')) {
    throw new UsageError(`--type must be <column>=string, =number or =boolean, not "${text}".`);
  }
  return [text.slice(0, at), type];
}

function toProgress({ phase, rows, totalRows, bytes, totalBytes }: LoadProgress): Progress {
  if (phase === 'loading' && totalRows !== undefined) {
    return { done: rows, total: totalRows, what: 'rows loaded' };
  }
  return {
    done: bytes,
    total: totalBytes,
    what: `bytes ${phase === 'reading' ? 'read' : 'loaded'}`,
  };
}

function createRejectionReport(terminal: Terminal, file: string | undefined) {
  let count = 0;
  if (file !== undefined) writeFileSync(file, toCsvLine(['row', 'column', 'value', 'reason']));
  return {
    add({ row, column, value, reason }: RejectedRow): void {
      count += 1;
      if (file !== undefined) appendFileSync(file, toCsvLine([row, column, value, reason]));
      if (count > maxSaid) return;
      const place = column === '' ? `row ${row}` : `row ${row}, ${column}`;
      terminal.say(`Not taken: ${place}: ${reason}`);
    },
    finish(): void {
      if (count <= maxSaid) return;
      const where = file === undefined ? '--rejected <file> writes them all' : `all are in ${file}`;
      terminal.say(`… and ${formatCount(count - maxSaid)} more; ${where}.`);
    },
  };
}

function describeResult({
  rows,
  accepted,
  rejected,
  duplicates,
  resumedAfter,
}: LoadResult): string {
  const parts = [`${formatCount(rows)} rows: ${formatCount(accepted)} taken`];
  if (rejected > 0) parts.push(`${formatCount(rejected)} not taken`);
  if (duplicates > 0) parts.push(`${formatCount(duplicates)} of them had been taken before`);
  if (resumedAfter > 0) parts.push(`went on after row ${formatCount(resumedAfter)}`);
  return `${parts.join(', ')}.`;
}
