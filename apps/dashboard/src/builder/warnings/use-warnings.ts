import type { Group, Names } from '@muster/conditions';
import { useMemo } from 'react';
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

/** What is odd about the tree, a sentence a line, by path joined by points. */
export function useWarnings(look: Look): ReadonlyMap<string, string> {
  const { tree, data, names, counts, users, timeZone } = look;
  const now = useNow(everyMs);
  const unknown = useUnknownValues(tree, data);
  return useMemo(() => {
    const { catalog } = data;
    const found = findWarnings(tree, { catalog, names, clock: { now, timeZone }, counts, users });
    const paths = new Set([...found.keys(), ...unknown.keys()]);
    return new Map(
      [...paths].map((path) => {
        const lines = [...(unknown.get(path) ?? []), ...(found.get(path) ?? [])];
        return [path, lines.join('\n')];
      }),
    );
  }, [tree, data, names, counts, users, timeZone, now, unknown]);
}
