import type { Names } from '@muster/conditions';
import { createContext, type Dispatch, use } from 'react';
import type { BuilderData } from './builder-data.ts';
import type { FieldSection } from './menu/fields.ts';
import type { BuilderAction } from './state/builder-state.ts';

/** What every part of one builder shares; it changes only when the page gives other data. */
export interface BuilderContext {
  dispatch: Dispatch<BuilderAction>;
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
