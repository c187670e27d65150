import { describe, expect, test } from 'vitest';
import type { Housekeeper } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/commands.ts';
import { findCommand, parseArguments } from '../../src/cli/parse-arguments.ts';
import { runCommand } from '../../src/cli/run-command.ts';
import { createTerminal } from '../../src/cli/terminal.ts';

/** A house that must not be opened. */
const closed: Housekeeper = {
  open: () => Promise.reject(new Error('opened')),
  serve: () => Promise.reject(new Error('served')),
  restore: () => Promise.reject(new Error('restored')),
};

/** A screen that remembers what was written on it. */
function createScreen(isTTY = false, columns = 80) {
  const written: string[] = [];
  const write = (text: string): void => {
    written.push(text);
  };
  return { write, isTTY, columns, read: () => written.join('') };
}

async function run(...words: string[]) {
  const stdout = createScreen();
  const stderr = createScreen();
  const code = await runCommand(commands, words, {
    terminal: createTerminal(stdout, stderr, () => 0),
    environment: {},
    house: closed,
    signal: new AbortController().signal,
    version: '1.2.3',
  });
  return { code, stdout: stdout.read(), stderr: stderr.read() };
}

describe('The command line', () => {
  test('says its version and what it can do', async () => {
    expect(await run('--version')).toEqual({ code: 0, stdout: '1.2.3\n', stderr: '' });
    const help = await run('--help');
    expect(help.code).toBe(0);
    for (const { name } of commands) expect(help.stdout).toContain(`  ${name}`);
    expect(help.stdout).toContain('MUSTER_DATA_DIR');
  });

  test('without a command says how it is used, as a mistake', async () => {
    const { code, stdout, stderr } = await run();
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Usage: muster <command>');
  });

  test.each(commands.map(({ name }) => name))('%s has a help of its own', async (name) => {
    const { code, stdout } = await run(...name.split(' '), '--help');
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: muster ${name}`);
  });

  const mistakes: [string[], string][] = [
    [['lode'], 'There is no command "lode". Did you mean "muster load"?'],
    [['frobnicate'], 'There is no command "frobnicate".'],
    [
      ['index'],
      '"muster index" needs one more word: "muster index rebuild", "muster index verify".',
    ],
    [['index', 'rebild'], '"muster index" needs one more word'],
    [['load', 'x.csv', '--sauce', 'csv'], 'no option --sauce. Did you mean "--source"?'],
    [['load', 'x.csv', '--constructor'], 'no option --constructor.'],
    [['load', '--source', 'csv'], '"muster load" needs <file>.'],
    [['load', 'x.csv', '--source'], 'The option --source needs a value.'],
    [['load', 'x.csv', '--source', 'xml'], '--source must be csv, events or ndjson, not "xml".'],
    [['load', 'x.csv', '--source', 'csv', '--type', 'a'], '--type must be <column>=string'],
    [['load', 'a', 'b', '--source', 'csv'], 'does not know what to do with "b"'],
    [['start', '--json'], 'no option --json'],
    [['start', 'now'], 'does not know what to do with "now"'],
    [['audience'], '"muster audience" needs <json>.'],
    [['audience', '{'], '<json> is not well-formed JSON'],
    [['audience', '{}', '--limit', '1001'], '--limit must be a whole number from 0 to 1000.'],
    [['audience', '{}', '--json=yes'], 'The option --json takes no value.'],
    [['erase'], '"muster erase" needs <userId>.'],
  ];
  test.each(mistakes)('refuses %j with exit code 2', async (words, sentence) => {
    const { code, stdout, stderr } = await run(...words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('opened');
  });

  test('takes words behind -- as they are', () => {
    const { command, rest } = findCommand(commands, ['erase', '--', '--odd-id']);
    expect(parseArguments(command, rest).positionals).toEqual(['--odd-id']);
  });

  test('checks the settings, and a wrong one is exit code 2', async () => {
    const right = await run('config', 'check');
    expect(right.code).toBe(0);
    expect(right.stdout).toContain('PORT');
  });
});

describe('Progress', () => {
  function watch(isTTY: boolean, columns?: number) {
    const screen = createScreen(isTTY, columns);
    const clock = { now: 0 };
    const terminal = createTerminal(createScreen(), screen, () => clock.now);
    const wait = (ms: number): void => {
      clock.now += ms;
    };
    return { terminal, read: screen.read, wait };
  }

  test('is a bar that redraws itself on a terminal', () => {
    const { terminal, read, wait } = watch(true);
    terminal.showProgress({ done: 1, total: 4, what: 'rows loaded' });
    wait(50);
    terminal.showProgress({ done: 2, total: 4, what: 'rows loaded' });
    expect(read()).toContain('] 1 of 4 rows loaded (25 %)');
    expect(read()).not.toContain('2 of 4');
    wait(50);
    terminal.showProgress({ done: 3, total: 4, what: 'rows loaded' });
    expect(read()).toContain('\r\u001b[K[');
    expect(read()).toContain('3 of 4');
    terminal.showProgress({ done: 4, total: 4, what: 'rows loaded' });
    terminal.endProgress();
    expect(read()).toMatch(/\[#+\] 4 of 4 rows loaded \(100 %\)\n$/);
  });

  test('is seen on a terminal that does not know its size', () => {
    const { terminal, read } = watch(true, 0);
    terminal.showProgress({ done: 1, total: 4, what: 'rows loaded' });
    expect(read()).toContain('1 of 4 rows loaded (25 %)');
  });

  test('is a line now and then otherwise', () => {
    const { terminal, read, wait } = watch(false);
    for (let done = 0; done <= 10_000; done += 1000) {
      terminal.showProgress({ done, total: 10_000, what: 'rows loaded' });
      wait(1000);
    }
    terminal.endProgress();
    expect(read()).toBe(
      '0 of 10,000 rows loaded (0 %)\n5,000 of 10,000 rows loaded (50 %)\n10,000 of 10,000 rows loaded (100 %)\n',
    );
  });
});
