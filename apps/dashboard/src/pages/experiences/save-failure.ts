import { isSame } from '../is-same.ts';
import type { ExperienceContent } from './experience-editor.ts';

/** A save that was refused: what was sent, and what is wrong with it. */
export interface SaveFailure {
  /** `save` or `publish`: what was tried. */
  tried: 'save' | 'publish';
  sent: ExperienceContent;
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
  const sentPath = translatePath(path, draft, failure.sent);
  const error = failure.errors.find((one) => one.path === sentPath);
  if (error === undefined || sentPath === undefined) return undefined;
  return isSame(readPath(failure.sent, sentPath), readPath(draft, path))
    ? error.message
    : undefined;
}

/** The path in `to` of what is at `path` in `from`: steps are found by their ids. */
function translatePath(
  path: string,
  from: ExperienceContent,
  to: ExperienceContent,
): string | undefined {
  const [, index, rest] = /^steps\[(\d+)\](.*)$/.exec(path) ?? [];
  if (index === undefined) return path;
  const place = to.steps.findIndex(({ id }) => id === from.steps[Number(index)]?.id);
  return place < 0 ? undefined : `steps[${place}]${rest}`;
}

/** What is still wrong: without what has been changed since; paths are those of the draft. */
export function listStanding(
  failure: SaveFailure,
  draft: ExperienceContent,
): { path: string; message: string }[] {
  return failure.errors.flatMap(({ path: sentPath, message }) => {
    const path = translatePath(sentPath, failure.sent, draft);
    return path !== undefined && errorAt(failure, draft, path) ? [{ path, message }] : [];
  });
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
