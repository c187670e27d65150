// No-code events as the server sends them. The protocol says the same (sdk.ts); a test compares the two.

/** What may have to hold, or to have happened on this view of a page. */
export type Condition =
  | {
      type: 'url';
      match: 'any' | 'all';
      urls: readonly {
        operator: 'is' | 'contains' | 'startsWith' | 'endsWith' | 'matches';
        not: boolean;
        value: string;
      }[];
    }
  | { type: Happening | 'present'; selector: string };

/** What the visitor does with an element. */
export type Happening = 'clicked' | 'hovered' | 'filled';

/** An event, and what has to be for it to be reported. */
export interface Definition {
  name: string;
  match: 'all' | 'any';
  conditions: readonly Condition[];
}
