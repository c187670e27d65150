const plainName = /^[^.[\]"\s][^.[\]"]*$/;
const maxPaths = 300;
const maxDepth = 8;

/** The paths of what stands in a payload, in its order, below `under`; none when it is no JSON. */
export function listPaths(payload: string): string[] {
  let root: unknown;
  try {
    root = JSON.parse(payload);
  } catch {
    // Nothing can be offered of what is not JSON yet.
    return [];
  }
  // Of a list each entry is an item: paths are those within one.
  const item = Array.isArray(root) ? root[0] : root;
  const paths: string[] = [];
  const add = (value: unknown, path: string, depth: number) => {
    if (paths.length >= maxPaths || depth > maxDepth) return;
    if (path !== '') paths.push(path);
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      if (value.length > 0) add(value[0], `${path}[0]`, depth + 1);
      return;
    }
    for (const [name, member] of Object.entries(value)) {
      add(member, joinPath(path, name), depth + 1);
    }
  };
  add(item, '', 0);
  return paths;
}

function joinPath(path: string, name: string): string {
  if (!plainName.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === '' ? name : `${path}.${name}`;
}
