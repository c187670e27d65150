import type { Group } from '@muster/conditions';
import { describe, expect, it } from 'vitest';
import {
  isWhoApplied,
  openWho,
  reduceWho,
  toWho,
  type WhoAction,
  type WhoEditor,
  whyNotApplied,
  whyWhoNotSaved,
} from './who-editor.ts';

const named: Group = {
  type: 'group',
  match: 'all',
  children: [
    {
      type: 'attribute',
      source: 'native',
      key: 'name',
      kind: 'string',
      operator: 'startsWith',
      value: 'A',
    },
  ],
};
const load = (tree: Group): WhoAction => ({ type: 'build', action: { type: 'load', tree } });
const after = (editor: WhoEditor, ...actions: WhoAction[]) => actions.reduce(reduceWho, editor);

describe('A Who that is edited', () => {
  it('is applied at once when it is everyone or segments', () => {
    const editor = after(
      openWho({ type: 'everyone' }),
      { type: 'choose', who: 'segments' },
      { type: 'segments', segmentIds: ['a', 'b'] },
    );
    expect(editor.applied).toEqual({ type: 'segments', segmentIds: ['a', 'b'] });
    expect(after(editor, { type: 'choose', who: 'everyone' }).applied).toEqual({
      type: 'everyone',
    });
  });

  it('never becomes everyone by taking out the last segment', () => {
    const editor = after(openWho({ type: 'segments', segmentIds: ['a'] }), {
      type: 'segments',
      segmentIds: [],
    });
    expect(editor.applied).toEqual({ type: 'segments', segmentIds: ['a'] });
    expect(whyWhoNotSaved(editor)).toBe('Choose a segment.');
  });

  it('waits for Apply when it is conditions', () => {
    const edited = after(openWho({ type: 'everyone' }), { type: 'choose', who: 'conditions' });
    expect(whyWhoNotSaved(edited)).toBe('Add a condition.');
    const filled = after(edited, load(named));
    expect(filled.applied).toEqual({ type: 'everyone' });
    expect(whyNotApplied(filled)).toBeUndefined();
    expect(whyWhoNotSaved(filled)).toMatch(/^Apply/);
    const applied = after(filled, { type: 'apply' });
    expect(applied.applied).toEqual({ type: 'conditions', conditions: named });
    expect(whyWhoNotSaved(applied)).toBeUndefined();
  });

  it('does not apply conditions that are not complete', () => {
    const incomplete = {
      ...named,
      children: [{ ...named.children[0], operator: 'is', value: [] }],
    } as Group;
    const editor = after(openWho({ type: 'conditions', conditions: named }), load(incomplete), {
      type: 'apply',
    });
    expect(editor.applied).toEqual({ type: 'conditions', conditions: named });
    expect(whyWhoNotSaved(editor)).toBeDefined();
  });

  it('keeps what was chosen of each kind', () => {
    const editor = after(
      openWho({ type: 'segments', segmentIds: ['a'] }),
      { type: 'choose', who: 'conditions' },
      load(named),
      { type: 'choose', who: 'everyone' },
    );
    expect(toWho(after(editor, { type: 'choose', who: 'segments' }))).toEqual({
      type: 'segments',
      segmentIds: ['a'],
    });
    expect(toWho(after(editor, { type: 'choose', who: 'conditions' }))).toEqual({
      type: 'conditions',
      conditions: named,
    });
  });

  it('stays as it is stored while nobody edits conditions that cannot be read', () => {
    const stored = { type: 'conditions', conditions: { type: 'nonsense' } } as const;
    const editor = openWho(stored as never);
    expect(isWhoApplied(editor)).toBe(true);
    expect(editor.applied).toEqual(stored);
    expect(isWhoApplied(after(editor, load(named)))).toBe(false);
  });
});
