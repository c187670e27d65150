import type { TableSuffix } from './schema.ts';

/** A user whom no audience contains, because the engine refused a row about her. */
export interface Exclusion {
  project: number;
  number: number;
  /** The change whose row was refused. */
  position: number;
  reason: string;
}

/** One generation of the index, as far as it has come. */
export interface IndexTarget {
  generation: number;
  suffix: TableSuffix;
  /** Every change up to and including this one is in it. */
  position: number;
  /**
   * Events of changes up to and including this one are in it: more than `position` when a batch was
   * cut short by the end of the process. See decision 0009. By shard, each of which takes a block.
   */
  eventsThrough: number[];
  /** By `userKey`. */
  excluded: Map<string, Exclusion>;
  /** Positions at which time zones changed, by project: rows before that have the old one. */
  zoneChanges: Map<number, number>;
}

export function userKey(project: number, number: number): string {
  return `${project}:${number}`;
}
