import type { TextNode } from '@muster/protocol';
import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '../../../src/modules/experiences/content/parse-markdown.ts';
import { type FindValue, fillTemplate } from '../../../src/modules/experiences/content/template.ts';

const read = (source: string, find: FindValue = () => undefined) =>
  fillTemplate(parseMarkdown(source), find);

describe('parseMarkdown', () => {
  it.each<[string, TextNode[]]>([
    ['', []],
    ['Hello', [['p', ['Hello']]]],
    [
      '# One\ntwo',
      [
        ['h', ['One']],
        ['p', ['two']],
      ],
    ],
    ['a **b *c*** ~~d~~', [['p', ['a ', ['strong', ['b ', ['em', ['c']]]], ' ', ['del', ['d']]]]]],
    [
      '- a\n- b',
      [
        [
          'ul',
          [
            ['li', ['a']],
            ['li', ['b']],
          ],
        ],
      ],
    ],
    [
      '1. a\n\n   b',
      [
        [
          'ol',
          [
            [
              'li',
              [
                ['p', ['a']],
                ['p', ['b']],
              ],
            ],
          ],
        ],
      ],
    ],
    [
      '> a\n\n---',
      [
        ['quote', [['p', ['a']]]],
        ['hr', []],
      ],
    ],
    ['```js\na < b\n```', [['pre', ['a < b']]]],
    ['`{name}`', [['p', [['code', ['{name}']]]]]],
    ['a  \nb\nc', [['p', ['a', ['br', []], 'b\nc']]]],
    ['[a](https://x.test/?a=1&b=2 "t")', [['p', [['a', ['a'], 'https://x.test/?a=1&b=2']]]]],
    ['[a][1]\n\n[1]: /b#c', [['p', [['a', ['a'], '/b#c']]]]],
    ['<https://x.test>', [['p', [['a', ['https://x.test'], 'https://x.test']]]]],
    ['![a *b*](/c.png)', [['p', [['img', ['a b'], '/c.png']]]]],
    ['a &amp; &lt;b&gt;', [['p', ['a & <b>']]]],
    ['| a |\n|---|\n| b |', [['p', ['| a |\n|---|\n| b |']]]],
  ])('reads %j', (source, nodes) => {
    expect(read(source)).toEqual(nodes);
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<div>\n<b>x</b>\n</div>',
    '<!-- a -->',
  ])('takes the HTML %s as text', (source) => {
    expect(read(source)).toEqual([['p', [source]]]);
  });

  it.each([
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert(1))',
    '[a](&#106;avascript:alert(1))',
    '![a](data:image/svg+xml,x)',
    '[a](vbscript:x)',
    '<javascript:alert(1)>',
    '[a](<java\tscript:alert(1)>)',
    '[a](\u0001javascript:alert(1))',
  ])('makes no link of %s', (source) => {
    expect(listAddresses(read(source))).toEqual([]);
  });

  it('fills variables in as text, whatever they look like', () => {
    const hostile = '**x** <img src=x onerror=y> [a](javascript:b) {name}';
    const find = (key: string) => (key === 'name' ? hostile : undefined);
    expect(read('Hi {name}, **{ name }** [{name}](/a) ![{name}](/b)', find)).toEqual([
      [
        'p',
        [
          `Hi ${hostile}, `,
          ['strong', [hostile]],
          ' ',
          ['a', [hostile], '/a'],
          ' ',
          ['img', [hostile], '/b'],
        ],
      ],
    ]);
  });

  it('takes the fallback of what is missing, or nothing', () => {
    expect(read('Hi {plan | *there*}{no}!')).toEqual([['p', ['Hi *there*!']]]);
  });

  it('leaves braces that are no variable', () => {
    const source = 'a {} { } {a{b}c} {a\nb} }{';
    expect(read(source, () => 'X')).toEqual([['p', ['a {} { } {aXc} {a\nb} }{']]]);
    expect(read('\\{name}', () => 'X')).toEqual([['p', ['{name}']]]);
  });

  it('puts no values in addresses', () => {
    expect(read('[a](https://x.test/{name})', () => 'javascript:x')).toEqual([
      ['p', [['a', ['a'], 'https://x.test/%7Bname%7D']]],
    ]);
  });

  it.each([
    '>'.repeat(5000),
    '- '.repeat(2500),
    '*a **b '.repeat(700),
    '['.repeat(5000),
    `${'!['.repeat(1000)}a${'](/x)'.repeat(800)}`,
    '`'.repeat(5000),
    '{'.repeat(5000),
    `{${' '.repeat(4998)}}`,
    '{a}'.repeat(1666),
    `${'*'.repeat(100)}${'a* '.repeat(1000)}`,
  ])('reads hostile text of bounded depth: %#', (source) => {
    const nodes = read(source, () => 'v'.repeat(700));
    expect(depthOf(nodes)).toBeLessThanOrEqual(14);
    expect(JSON.stringify(nodes).length).toBeLessThan(200_000);
  });
});

function listAddresses(nodes: readonly TextNode[]): string[] {
  return nodes.flatMap((node) =>
    typeof node === 'string'
      ? []
      : [...(node[2] === undefined ? [] : [node[2]]), ...listAddresses(node[1])],
  );
}

function depthOf(nodes: readonly TextNode[]): number {
  return Math.max(0, ...nodes.map((node) => (typeof node === 'string' ? 1 : 1 + depthOf(node[1]))));
}
