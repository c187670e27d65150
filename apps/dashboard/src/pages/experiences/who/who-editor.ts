import { type Group, parseTree } from '@muster/conditions';
import type { WhoBody } from '@muster/protocol';
import { everyone } from '../../../api/search-users.ts';
import { findDraftProblems } from '../../../builder/draft-problems.ts';
import {
  type BuilderAction,
  type BuilderState,
  reduceBuilder,
  startBuilder,
} from '../../../builder/state/builder-state.ts';
import { isSame } from '../../is-same.ts';

/** A Who while it is edited. What is chosen of each kind stays, so that looking at another loses nothing. */
export interface WhoEditor {
  type: WhoBody['type'];
  segmentIds: readonly string[];
  /** The draft of the conditions, with its history. */
  builder: BuilderState;
  /** Whose audience is shown, and what Save saves. */
  applied: WhoBody;
}

export type WhoAction =
  | { type: 'choose'; who: WhoBody['type'] }
  | { type: 'segments'; segmentIds: readonly string[] }
  | { type: 'build'; action: BuilderAction }
  | { type: 'apply' };

/** A Who as it is opened: stored conditions that are no tree any more begin anew, once they are edited. */
export function openWho(who: WhoBody): WhoEditor {
  return {
    type: who.type,
    segmentIds: who.type === 'segments' ? who.segmentIds : [],
    builder: startBuilder(toTree(who) ?? everyone),
    applied: who,
  };
}

/** What becomes of it by an action. Only conditions wait for Apply. */
export function reduceWho(editor: WhoEditor, action: WhoAction): WhoEditor {
  switch (action.type) {
    case 'choose':
      return applyAtOnce({ ...editor, type: action.who });
    case 'segments':
      return applyAtOnce({ ...editor, type: 'segments', segmentIds: action.segmentIds });
    case 'build':
      return { ...editor, builder: reduceBuilder(editor.builder, action.action) };
    case 'apply':
      return whyNotApplied(editor) === undefined ? { ...editor, applied: toWho(editor) } : editor;
  }
}

function applyAtOnce(editor: WhoEditor): WhoEditor {
  const isReady = editor.type !== 'conditions' && whyNotApplied(editor) === undefined;
  return isReady ? { ...editor, applied: toWho(editor) } : editor;
}

/** The draft in the wire form; it may not be complete yet. */
export function toWho({ type, segmentIds, builder }: WhoEditor): WhoBody {
  switch (type) {
    case 'everyone':
      return { type };
    case 'segments':
      return { type, segmentIds: [...segmentIds] };
    case 'conditions':
      return { type, conditions: builder.tree };
  }
}

/** True when the audience shown is that of what is chosen. */
export function isWhoApplied(editor: WhoEditor): boolean {
  return isSame(toWho(editor), editor.applied) || isUnreadable(editor);
}

/** Stored conditions that cannot be read, and that nobody has touched. */
function isUnreadable({ type, builder, applied }: WhoEditor): boolean {
  const isUntouched = builder.past.length === 0 && builder.tree.children.length === 0;
  return type === 'conditions' && applied.type === type && isUntouched && !toTree(applied);
}

/** Why Apply is not offered; undefined when it is. */
export function whyNotApplied(editor: WhoEditor): string | undefined {
  if (isWhoApplied(editor)) return 'The list shows these users.';
  if (editor.type === 'segments' && editor.segmentIds.length === 0) return 'Choose a segment.';
  if (editor.type !== 'conditions') return undefined;
  const { tree } = editor.builder;
  return tree.children.length === 0 ? 'Add a condition.' : findDraftProblems(tree)[0]?.message;
}

/** Why what is chosen cannot be saved yet; undefined when it can. */
export function whyWhoNotSaved(editor: WhoEditor): string | undefined {
  if (isWhoApplied(editor)) return undefined;
  return whyNotApplied(editor) ?? 'Apply the conditions of who sees it first.';
}

/** The conditions that say who is meant; undefined for stored ones that are no tree any more. */
export function toTree(who: WhoBody): Group | undefined {
  switch (who.type) {
    case 'everyone':
      return everyone;
    case 'segments': {
      const children = who.segmentIds.map((segmentId) => ({ type: 'segment', segmentId }) as const);
      return { type: 'group', match: 'any', children };
    }
    case 'conditions': {
      const parsed = parseTree(who.conditions);
      return parsed.ok ? parsed.value : undefined;
    }
  }
}
