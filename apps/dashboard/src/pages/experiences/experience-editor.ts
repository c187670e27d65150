import type {
  ExperienceBody,
  ExperienceStepBody,
  ExperienceTheme,
  TargetBody,
} from '@muster/protocol';
import { isSame } from '../is-same.ts';
import { mergeSteps } from './merge-steps.ts';

/** What a person can change of an experience; its status is changed by publishing and pausing. */
export interface ExperienceContent {
  name: string;
  steps: readonly ExperienceStepBody[];
  theme: ExperienceTheme;
  target: TargetBody;
}

/** The state of the page. What is dirty or saved is compared, never remembered. */
export interface ExperienceEditor {
  draft: ExperienceContent;
  /** What the draft began with: as the server has it. */
  base: ExperienceContent;
  /** Of `base`. */
  version: number;
}

export type ExperienceAction =
  | { type: 'rename'; name: string }
  | { type: 'restep'; steps: readonly ExperienceStepBody[] }
  /** Puts a step that was taken away back at its place. */
  | { type: 'insertStep'; step: ExperienceStepBody; index: number }
  | { type: 'retheme'; theme: ExperienceTheme }
  | { type: 'retarget'; target: TargetBody }
  /** The server has `theirs` now: it becomes the base, and what is changed here since `from` stays. */
  | { type: 'rebase'; from: ExperienceContent; theirs: ExperienceContent; version: number }
  /** Drops what is changed here. */
  | { type: 'reset'; content: ExperienceContent; version: number };

/** The page of an experience as it is opened. */
export function openEditor(experience: ExperienceBody): ExperienceEditor {
  const content = toContent(experience);
  return { draft: content, base: content, version: experience.version };
}

/** What of an experience can be edited. */
export function toContent({ name, steps, theme, target }: ExperienceContent): ExperienceContent {
  return { name, steps, theme, target };
}

/** What becomes of the page by an action. */
export function reduceExperience(
  editor: ExperienceEditor,
  action: ExperienceAction,
): ExperienceEditor {
  const { draft } = editor;
  switch (action.type) {
    case 'rename':
      return { ...editor, draft: { ...draft, name: action.name } };
    case 'restep':
      return { ...editor, draft: { ...draft, steps: action.steps } };
    case 'insertStep':
      return {
        ...editor,
        draft: { ...draft, steps: draft.steps.toSpliced(action.index, 0, action.step) },
      };
    case 'retheme':
      return { ...editor, draft: { ...draft, theme: action.theme } };
    case 'retarget':
      return { ...editor, draft: { ...draft, target: action.target } };
    case 'rebase':
      return {
        draft: mergeContent(draft, action.from, action.theirs),
        base: action.theirs,
        version: action.version,
      };
    case 'reset':
      return { draft: action.content, base: action.content, version: action.version };
  }
}

/** Theirs, but for what `mine` changed since `from`: each step, colour and part of the target by itself. */
function mergeContent(
  mine: ExperienceContent,
  from: ExperienceContent,
  theirs: ExperienceContent,
): ExperienceContent {
  return {
    name: mine.name === from.name ? theirs.name : mine.name,
    steps: mergeSteps(mine.steps, from.steps, theirs.steps),
    theme: { ...theirs.theme, ...changedParts(mine.theme, from.theme) },
    target: { ...theirs.target, ...changedParts(mine.target, from.target) },
  };
}

/** The parts that differ from what they were. */
export function changedParts<Whole extends object>(now: Whole, before: Whole): Partial<Whole> {
  const parts = (Object.keys(now) as (keyof Whole)[]).filter(
    (part) => !isSame(now[part], before[part]),
  );
  return Object.fromEntries(parts.map((part) => [part, now[part]])) as Partial<Whole>;
}

/** True when something would be lost by leaving. */
export function isDirty({ draft, base }: ExperienceEditor): boolean {
  return !isSame(draft, base);
}
