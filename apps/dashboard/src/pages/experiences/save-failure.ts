import { isSame } from '../is-same.ts';
import type { ExperienceContent } from './experience-editor.ts';

/** A save that was refused: what was sent, and what is wrong with it. */
export interface SaveFailure {
  /** `save` or `publish`: what was tried. */
  tried: 'save' | 'publish';
  sent: ExperienceContent;
  detail: string;
  errors: readonly { path: string; message: string }[];
}

/**
 * What is wrong at `path` of the draft (`steps[0].buttons[1].url`); undefined once what stands there has
 * been changed. A step is found by its id: it may have been moved since.
 */
export function errorAt(
  failure: SaveFailure | undefined,
  draft: ExperienceContent,
  path: string,
): string | undefined {
  if (failure === undefined) return undefined;
  const sentPath = toSentPath(failure.sent, draft, path);
  const error = failure.errors.find((one) => one.path === sentPath);
  if (error === undefined || sentPath === undefined) return undefined;
  return isSame(readPath(failure.sent, sentPath), readPath(draft, path))
    ? error.message
    : undefined;
}

/** Where what is at `path` of the draft stood in what was sent. */
function toSentPath(
  sent: ExperienceContent,
  draft: ExperienceContent,
  path: string,
): string | undefined {
  const [, index, rest] = /^steps\[(\d+)\](.*)$/.exec(path) ?? [];
  if (index === undefined) return path;
  const sentIndex = sent.steps.findIndex(({ id }) => id === draft.steps[Number(index)]?.id);
  return sentIndex < 0 ? undefined : `steps[${sentIndex}]${rest}`;
}

function readPath(value: unknown, path: string): unknown {
  return path
    .split(/[.[\]]+/)
    .filter(Boolean)
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], value);
}

/** A path in words: `Step 2, button 1, url`. */
export function describePath(path: string): string {
  return path
    .replace(/^steps\[(\d+)\]/, (_, index: string) => `Step ${Number(index) + 1}`)
    .replace(/\.(\w+?)s?\[(\d+)\]/g, (_, name, index: string) => `, ${name} ${Number(index) + 1}`)
    .replace(/^\w/, (letter) => letter.toUpperCase())
    .replaceAll('.', ', ');
}
