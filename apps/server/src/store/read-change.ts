import type { Change } from './store.ts';

/** An entry of the change log. */
export interface LoggedChange {
  position: number;
  change: Change;
}

/** An entry that is there and that nobody understands. */
export interface UnreadableChange {
  type: 'unreadable';
  project: number;
}

/** An entry as it is read: who follows the log must not pass one that it cannot understand. */
export interface ReadChange {
  position: number;
  change: Change | UnreadableChange;
}
