import type { Group } from '@muster/conditions';
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
  draft: SegmentContent;
  /** What the draft began with: as the server has it, or nothing for a new segment. */
  base: SegmentContent;
  /** Of `base`; undefined for a segment that is not saved yet. */
  version: number | undefined;
  /** The conditions whose audience is shown. */
  applied: Group;
  past: readonly Group[];
  future: readonly Group[];
}

export type SegmentAction =
  | { type: 'rename'; name: string }
  | { type: 'redescribe'; description: string }
  | { type: 'rebadge'; badge: BadgeBody | null }
  | { type: 'edit'; conditions: Group }
  | { type: 'undo' }
  | { type: 'redo' }
  | { type: 'apply' }
  /** Somebody else saved: `theirs` becomes the base, and what is changed here stays. */
  | { type: 'rebase'; theirs: SegmentContent; version: number }
  /** Drops what is changed here. */
  | { type: 'reset'; content: SegmentContent; version: number };

/** Steps that can be undone. */
const maxPast = 100;

/** The page of a segment as it is opened. */
export function openEditor(content: SegmentContent, version?: number): SegmentEditor {
  return {
    draft: content,
    base: content,
    version,
    applied: content.conditions,
    past: [],
    future: [],
  };
}

/** What becomes of the page by an action. An action that changes nothing gives the same state back. */
export function reduceSegment(editor: SegmentEditor, action: SegmentAction): SegmentEditor {
  const { draft } = editor;
  switch (action.type) {
    case 'rename':
      return { ...editor, draft: { ...draft, name: action.name } };
    case 'redescribe':
      return { ...editor, draft: { ...draft, description: action.description } };
    case 'rebadge':
      return { ...editor, draft: { ...draft, badge: action.badge } };
    case 'edit':
      return editConditions(editor, action.conditions);
    case 'undo':
      return travel(editor, 'past', 'future');
    case 'redo':
      return travel(editor, 'future', 'past');
    case 'apply':
      return isApplied(editor) ? editor : { ...editor, applied: draft.conditions };
    case 'rebase':
      return {
        ...editor,
        draft: mergeChanges(editor, action.theirs),
        base: action.theirs,
        version: action.version,
      };
    case 'reset':
      return openEditor(action.content, action.version);
  }
}

function editConditions(editor: SegmentEditor, conditions: Group): SegmentEditor {
  const now = editor.draft.conditions;
  if (isSame(now, conditions)) return editor;
  return {
    ...editor,
    draft: { ...editor.draft, conditions },
    past: [...editor.past, now].slice(-maxPast),
    future: [],
  };
}

function travel(
  editor: SegmentEditor,
  from: 'past' | 'future',
  to: 'past' | 'future',
): SegmentEditor {
  const conditions = editor[from].at(-1);
  if (conditions === undefined) return editor;
  return {
    ...editor,
    draft: { ...editor.draft, conditions },
    [from]: editor[from].slice(0, -1),
    [to]: [...editor[to], editor.draft.conditions],
  };
}

/** Theirs, but for each part that is changed here. */
function mergeChanges({ draft, base }: SegmentEditor, theirs: SegmentContent): SegmentContent {
  const changed = changedParts(draft, base);
  return { ...theirs, ...changed };
}

/** The parts of a segment that differ from what they were. */
export function changedParts(now: SegmentContent, before: SegmentContent): Partial<SegmentContent> {
  const parts = (Object.keys(before) as (keyof SegmentContent)[]).filter(
    (part) => !isSame(now[part], before[part]),
  );
  return Object.fromEntries(parts.map((part) => [part, now[part]]));
}

/** True when something would be lost by leaving. */
export function isDirty({ draft, base }: SegmentEditor): boolean {
  return !isSame(draft, base);
}

/** True when the audience shown is that of the conditions shown. */
export function isApplied({ draft, applied }: SegmentEditor): boolean {
  return isSame(draft.conditions, applied);
}

/** Why Save is not offered; undefined when it is. */
export function whyNotSaved(editor: SegmentEditor): string | undefined {
  const { name, conditions } = editor.draft;
  if (!isDirty(editor)) return 'Nothing has changed.';
  if (name.trim() === '') return 'Give it a name first.';
  if (conditions.children.length === 0) return 'Add a condition first.';
  if (!isApplied(editor)) return 'Apply the conditions first.';
  return undefined;
}

/** Equal as JSON, whatever the order of keys: conditions come from the server, the builder and the address. */
function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const left = definedEntries(one);
  const right = new Map(definedEntries(other));
  return (
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && isSame(value, right.get(key)))
  );
}

function definedEntries(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, part]) => part !== undefined);
}
