import type {
  ExperienceBody,
  ExperienceStepBody,
  ExperienceTheme,
  TargetBody,
} from '@muster/protocol';
import { isSame } from '../is-same.ts';
import { mergeSteps } from './merge-steps.ts';
import {
  isWhoApplied,
  openWho,
  reduceWho,
  type WhoAction,
  type WhoEditor,
  whyWhoNotSaved,
} from './who/who-editor.ts';
import { findWho, listPlaces, replaceWho, type WhoPlace } from './who/who-place.ts';

/** What a person can change of an experience; its status is changed by publishing and pausing. */
export interface ExperienceContent {
  name: string;
  steps: readonly ExperienceStepBody[];
  theme: ExperienceTheme;
  target: TargetBody;
}

/** The state of the page. What is dirty or saved is compared, never remembered. */
export interface ExperienceEditor {
  /** Each Who in it is the one that was last applied. */
  draft: ExperienceContent;
  /** Every Who that has been edited, with what is not applied yet; `whoAt` reads them. */
  whos: Readonly<Partial<Record<WhoPlace, WhoEditor>>>;
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
  | { type: 'who'; place: WhoPlace; action: WhoAction }
  /** The server has `theirs` now: it becomes the base, and what is changed here since `from` stays. */
  | { type: 'rebase'; from: ExperienceContent; theirs: ExperienceContent; version: number }
  /** Drops what is changed here. */
  | { type: 'reset'; content: ExperienceContent; version: number };

/** The page of an experience as it is opened. */
export function openEditor(experience: ExperienceBody): ExperienceEditor {
  const content = toContent(experience);
  return { draft: content, whos: {}, base: content, version: experience.version };
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
    case 'who':
      return editWho(editor, action.place, action.action);
    case 'rebase':
      return {
        ...editor,
        draft: mergeContent(draft, action.from, action.theirs),
        base: action.theirs,
        version: action.version,
      };
    case 'reset':
      return {
        draft: action.content,
        whos: {},
        base: action.content,
        version: action.version,
      };
  }
}

/** A Who as it is edited. One that has become another meanwhile (by a rebase) is opened anew. */
export function whoAt({ draft, whos }: ExperienceEditor, place: WhoPlace): WhoEditor {
  const stored = findWho(draft, place);
  const edited = whos[place];
  return edited && isSame(edited.applied, stored) ? edited : openWho(stored);
}

function editWho(editor: ExperienceEditor, place: WhoPlace, action: WhoAction): ExperienceEditor {
  const who = reduceWho(whoAt(editor, place), action);
  const draft = isSame(who.applied, findWho(editor.draft, place))
    ? editor.draft
    : replaceWho(editor.draft, place, who.applied);
  return { ...editor, draft, whos: { ...editor.whos, [place]: who } };
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
export function isDirty(editor: ExperienceEditor): boolean {
  const { draft, base } = editor;
  if (!isSame(draft, base)) return true;
  return listPlaces(draft).some((place) => !isWhoApplied(whoAt(editor, place)));
}

/** Why the draft cannot be saved or published; undefined when it can. */
export function whyNotSaved(editor: ExperienceEditor): string | undefined {
  const { draft } = editor;
  if (draft.name.trim() === '') return 'Give it a name first.';
  const { showOn, where } = draft.target;
  if (showOn.type === 'event' && showOn.name === '') return 'Choose the event that shows it first.';
  if (where.urls.some(({ value }) => value.trim() === '')) {
    return 'Say the address of each rule of Where first.';
  }
  return listPlaces(draft)
    .map((place) => whyWhoNotSaved(whoAt(editor, place)))
    .find((reason) => reason !== undefined);
}
