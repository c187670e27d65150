import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCommand } from './parse-command.ts';

const listener = () => undefined;

function asArguments(..._parts: unknown[]): unknown {
  // biome-ignore lint/complexity/noArguments: what a stub in the way of dataLayer pushes
  return arguments;
}

describe('A pushed item', () => {
  it.each<[string, unknown, string, unknown[]]>([
    ['as documented', ['set', 'user:email', ['a@b.c']], 'set user:email', ['a@b.c']],
    ['with a bare value', ['set', 'user:email', 'a@b.c'], 'set user:email', ['a@b.c']],
    ['with a bare object', ['set', 'user:attributes', { a: 1 }], 'set user:attributes', [{ a: 1 }]],
    [
      'with options beside a bare object',
      ['set', 'user:attributes', { a: 1 }, true],
      'set user:attributes',
      [{ a: 1 }, true],
    ],
    ['with a callback beside', ['do', 'identify', 'u', listener], 'do identify', ['u', listener]],
    [
      'with a bare object that has a length',
      ['set', 'user:attributes', { length: 3 }],
      'set user:attributes',
      [{ length: 3 }],
    ],
    ['without arguments', ['do', 'user:reset'], 'do user:reset', []],
    ['with null', ['set', 'user:email', null], 'set user:email', [null]],
    ['with null in a list', ['set', 'user:email', [null]], 'set user:email', [null]],
    ['with spaces around its words', [' do ', ' track', ['x']], 'do track', ['x']],
    ['in the short form', ['identify', { id: 'u' }], 'set user:id', ['u']],
    ['in the short form, wrapped', ['identify', [{ id: 'u' }]], 'set user:id', ['u']],
    ['in the short form, with a bare id', ['identify', 'u'], 'do identify', ['u']],
    ['as JSON text', '["set","user:name",["O\'Neil"]]', 'set user:name', ["O'Neil"]],
    ['as JavaScript text', "['do','identify',['u']]", 'do identify', ['u']],
    ['as arguments', asArguments('do', 'track', ['x']), 'do track', ['x']],
    ['with arguments for a list', ['do', 'track', asArguments('x')], 'do track', ['x']],
  ])('%s', (_form, pushed, name, args) => {
    expect(parseCommand(pushed)).toEqual([{ name, args }]);
  });

  it('may stand for several native fields', () => {
    const user = { name: 'Ann', email: undefined, plan: 'pro' };
    expect(parseCommand(['set', 'user', user])).toEqual([
      { name: 'set user:name', args: ['Ann'] },
      { name: 'set user:email', args: [undefined] },
    ]);
  });

  it.each([
    [undefined],
    [null],
    [5],
    [{}],
    [[]],
    [['set']],
    [['fetch', 'user:id']],
    [['do', 5, ['x']]],
    ['hello'],
    ['{"a":1}'],
  ])('%j is no command', (pushed) => {
    expect(parseCommand(pushed)).toEqual([]);
  });

  it('is never more than a wrong command, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), (pushed) => {
        expect(Array.isArray(parseCommand(pushed))).toBe(true);
      }),
    );
  });

  it('means the same with its arguments in a list and beside it', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.integer()), { minLength: 1 }), (args) => {
        expect(parseCommand(['do', 'track', ...args])).toEqual(parseCommand(['do', 'track', args]));
      }),
    );
  });
});
