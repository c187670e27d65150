import type { Definition } from '../tracker/definition.ts';
import type { Proposal } from './propose-selectors.ts';

// What the picker and the dashboard say to each other, all under `muster: 'picker'`.

/** What the page says. */
export type Said =
  | { type: 'ready'; url: string }
  | { type: 'picked'; proposals: readonly Proposal[]; text: string; url: string }
  | { type: 'states'; states: readonly boolean[]; url: string }
  | { type: 'happened' }
  | { type: 'ended' };

/** What the dashboard says: pick an element, watch a definition, or end. */
export type Heard = { type: 'pick' } | { type: 'watch'; definition: Definition } | { type: 'end' };
