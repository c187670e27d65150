import { findNode, type Group, type Names, type TreeNode } from '@muster/conditions';
import { useDeferredValue, useMemo } from 'react';
import { useNow } from '../../ui/use-now.ts';
import type { BuilderData } from '../builder-data.ts';
import { findWarnings } from './find-warnings.ts';
import { useUnknownValues } from './use-unknown-values.ts';

interface Look {
  tree: Group;
  data: BuilderData;
  names: Names;
  counts: ReadonlyMap<string, number> | undefined;
  users: number | undefined;
  timeZone: string;
}

const everyMs = 60_000;

/**
 * What is odd about the nodes of the tree, a sentence a line. It is found out after an edit has been
 * shown. Until then nodes that the edit has not changed keep what was said of them.
 */
export function useWarnings(look: Look): ReadonlyMap<TreeNode, string> {
  const tree = useDeferredValue(look.tree);
  const { data, names, counts, users, timeZone } = look;
  const now = useNow(everyMs);
  const unknown = useUnknownValues(tree, data);
  return useMemo(() => {
    const { catalog } = data;
    const found = findWarnings(tree, { catalog, names, clock: { now, timeZone }, counts, users });
    const paths = new Set([...found.keys(), ...unknown.keys()]);
    return new Map(
      [...paths].flatMap((path) => {
        const node = findNode(tree, path === '' ? [] : path.split('.').map(Number));
        const lines = [...(unknown.get(path) ?? []), ...(found.get(path) ?? [])];
        return node ? [[node, lines.join('\n')] as const] : [];
      }),
    );
  }, [tree, data, names, counts, users, timeZone, now, unknown]);
}
