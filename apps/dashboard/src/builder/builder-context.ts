import type { Names, TreePath } from '@muster/conditions';
import { createContext, type Dispatch, use } from 'react';
import type { BuilderData } from './builder-data.ts';
import type { FieldSection } from './menu/fields.ts';
import type { NodeHosts } from './node-hosts.ts';
import type { BuilderAction } from './state/builder-state.ts';
import type { KeyedNode } from './state/keyed-node.ts';

/** What every part of one builder shares; it changes only when the page gives other data. */
export interface BuilderContext {
  dispatch: Dispatch<BuilderAction>;
  /**
   * Where the node of a key is now; undefined when it is gone. For what happens to a node: what is drawn of
   * it does not depend on its place, which changes with every edit in front of it.
   */
  find: (key: string) => { path: TreePath; keyed: KeyedNode } | undefined;
  hosts: NodeHosts;
  data: BuilderData;
  sections: readonly FieldSection[];
  names: Names;
  readOnly: boolean;
  /** The project's, in which days begin. */
  timeZone: string;
}

export const BuilderContext = createContext<BuilderContext | undefined>(undefined);

/** What the builder around shares. Throws outside of one. */
export function useBuilder(): BuilderContext {
  const context = use(BuilderContext);
  if (!context) throw new Error('There is no builder around.');
  return context;
}
