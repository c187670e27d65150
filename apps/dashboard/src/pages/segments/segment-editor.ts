import type { Group } from '@muster/conditions';
import {
  type BuilderAction,
  type BuilderState,
  reduceBuilder,
  startBuilder,
} from '../../builder/state/builder-state.ts';
import { isSame } from '../is-same.ts';
import type { BadgeBody } from './segment-badge.tsx';

/** What a person can change of a segment. */
export interface SegmentContent {
  name: string;
  description: string;
  badge: BadgeBody | null;
  conditions: Group;
}

/** The state of the page. What is dirty, applied or saved is compared, never remembered. */
export interface SegmentEditor {
  name: string;
  description: string;
  badge: BadgeBody | null;
  /** The draft of the conditions, with its history. */
  builder: BuilderState;
  /** What the draft began with: as the server has it, or nothing for a new segment. */
  base: SegmentContent;
  /** Of `base`; undefined for a segment that is not saved yet. */
  version: number | undefined;
  /** The conditions whose audience is shown. */
  applied: Group;
}

export type SegmentAction =
  | { type: 'rename'; name: string }
  | { type: 'redescribe'; description: string }
  | { type: 'rebadge'; badge: BadgeBody | null }
  | { type: 'build'; action: BuilderAction }
  | { type: 'apply' }
  /** Somebody else saved: `theirs` becomes the base, and what is changed here stays. */
  | { type: 'rebase'; theirs: SegmentContent; version: number }
  /** Drops what is changed here. */
  | { type: 'reset'; content: SegmentContent; version: number };

/** The page of a segment as it is opened. */
export function openEditor(content: SegmentContent, version?: number): SegmentEditor {
  const { name, description, badge, conditions } = content;
  const builder = startBuilder(conditions);
  return { name, description, badge, builder, base: content, version, applied: conditions };
}

/** The draft: what Save would save. */
export function draftOf({ name, description, badge, builder }: SegmentEditor): SegmentContent {
  return { name, description, badge, conditions: builder.tree };
}

/** What becomes of the page by an action. */
export function reduceSegment(editor: SegmentEditor, action: SegmentAction): SegmentEditor {
  switch (action.type) {
    case 'rename':
      return { ...editor, name: action.name };
    case 'redescribe':
      return { ...editor, description: action.description };
    case 'rebadge':
      return { ...editor, badge: action.badge };
    case 'build':
      return { ...editor, builder: reduceBuilder(editor.builder, action.action) };
    case 'apply':
      return isApplied(editor) ? editor : { ...editor, applied: editor.builder.tree };
    case 'rebase':
      return rebase(editor, action.theirs, action.version);
    case 'reset':
      return openEditor(action.content, action.version);
  }
}

/** Theirs, but for each part that is changed here. Their conditions come in as a step to undo. */
function rebase(editor: SegmentEditor, theirs: SegmentContent, version: number): SegmentEditor {
  const { conditions, ...details } = { ...theirs, ...changedParts(draftOf(editor), editor.base) };
  const load: BuilderAction = { type: 'load', tree: conditions };
  const builder = isSame(conditions, editor.builder.tree)
    ? editor.builder
    : reduceBuilder(editor.builder, load);
  return { ...editor, ...details, builder, base: theirs, version };
}

/** The parts of a segment that differ from what they were. */
export function changedParts(now: SegmentContent, before: SegmentContent): Partial<SegmentContent> {
  const parts = (Object.keys(before) as (keyof SegmentContent)[]).filter(
    (part) => !isSame(now[part], before[part]),
  );
  return Object.fromEntries(parts.map((part) => [part, now[part]]));
}

/** True when something would be lost by leaving. */
export function isDirty(editor: SegmentEditor): boolean {
  return !isSame(draftOf(editor), editor.base);
}

/** True when the audience shown is that of the conditions shown. */
export function isApplied({ builder, applied }: SegmentEditor): boolean {
  return isSame(builder.tree, applied);
}

/** True when the audience shown is that of the segment as it is saved. */
export function isShowingSaved({ applied, base, version }: SegmentEditor): boolean {
  return version !== undefined && isSame(applied, base.conditions);
}

/** Why Save is not offered; undefined when it is. */
export function whyNotSaved(editor: SegmentEditor): string | undefined {
  const { name, conditions } = draftOf(editor);
  if (!isDirty(editor)) return 'Nothing has changed.';
  if (name.trim() === '') return 'Give it a name first.';
  if (conditions.children.length === 0) return 'Add a condition first.';
  if (!isApplied(editor)) return 'Apply the conditions first.';
  return undefined;
}
