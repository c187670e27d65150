import { findNode, type Group, type Names, type TreeNode } from '@muster/conditions';
import { useEffect, useState } from 'react';
import { useNow } from '../../ui/use-now.ts';
import type { BuilderData } from '../builder-data.ts';
import { findWarnings, type Knowledge, lookForWarnings } from './find-warnings.ts';
import { useUnknownValues } from './use-unknown-values.ts';
import { whenIdle } from './when-idle.ts';

interface Look {
  tree: Group;
  data: BuilderData;
  names: Names;
  counts: ReadonlyMap<string, number> | undefined;
  users: number | undefined;
  timeZone: string;
}

type WarningsByNode = ReadonlyMap<TreeNode, string>;

const everyMs = 60_000;
/** So long nobody edits before it is looked for what is odd. */
const quietMs = 150;

/**
 * What is odd about the nodes of the tree, a sentence a line. It is found out when nobody is editing.
 * Until then nodes that the edit has not changed keep what was said of them.
 */
export function useWarnings({ tree, data, names, counts, users, timeZone }: Look): WarningsByNode {
  const now = useNow(everyMs);
  const unknown = useUnknownValues(tree, data);
  const knowledge: Knowledge = {
    catalog: data.catalog,
    names,
    clock: { now, timeZone },
    counts,
    users,
  };
  // At once when it opens: rows must not move under somebody who begins to drag.
  const [warnings, setWarnings] = useState(() =>
    byNode(tree, findWarnings(tree, knowledge), unknown),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: `knowledge` is made of all the others
  useEffect(
    () =>
      whenIdle(quietMs, lookForWarnings(tree, knowledge), (found) =>
        setWarnings(byNode(tree, found, unknown)),
      ),
    [tree, data, names, counts, users, timeZone, now, unknown],
  );
  return warnings;
}

type ByPath = ReadonlyMap<string, readonly string[]>;

function byNode(tree: Group, found: ByPath, unknown: ByPath): WarningsByNode {
  const paths = new Set([...found.keys(), ...unknown.keys()]);
  return new Map(
    [...paths].flatMap((path) => {
      const node = findNode(tree, path === '' ? [] : path.split('.').map(Number));
      const lines = [...(unknown.get(path) ?? []), ...(found.get(path) ?? [])];
      return node ? [[node, lines.join('\n')] as const] : [];
    }),
  );
}
