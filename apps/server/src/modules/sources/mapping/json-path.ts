/** The members and places that lead to something in a payload. */
export type JsonPath = readonly (string | number)[];

const part = /\.?([^.[\]"]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)+")\]/gy;

/** Reads a path that the schema of mappings has let through; throws a `TypeError` for any other. */
export function parseJsonPath(text: string): JsonPath {
  const path: (string | number)[] = [];
  part.lastIndex = 0;
  while (part.lastIndex < text.length) {
    const found = part.exec(text);
    if (found === null) throw new TypeError('It is no path of a payload.');
    const [, name, place, quoted] = found;
    if (name !== undefined) path.push(name);
    else path.push(place === undefined ? JSON.parse(quoted ?? '') : Number(place));
  }
  return path[0] === '$' ? path.slice(1) : path;
}

/** What is there; `undefined` when nothing is. Of an object its own members alone. */
export function findAtPath(payload: unknown, path: JsonPath): unknown {
  let found: unknown = payload;
  for (const step of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step))
      return undefined;
    found = (found as Record<string | number, unknown>)[step];
  }
  return found;
}
