/** What processes over one store tell each other. */
export type Topic =
  /** Projects, keys or sources are others than they were. */
  | 'projects'
  /** Attributes or events were removed from a catalog. */
  | 'catalog'
  /** Somebody waits for the index to have taken in everything. */
  | 'index wanted'
  /** The index has come further. */
  | 'index reached'
  /** The index is to be made anew. */
  | 'index rebuild'
  /** There is work for whoever does it. */
  | `work: ${string}`;

/**
 * Short messages to the other processes. They come soon but not surely: who must know looks, too. A
 * process that may have missed some hears all topics.
 */
export interface Notices {
  /** Tells the others; at once, and many at one moment as one. */
  tell(topic: Topic): void;
  hear(topic: Topic, listen: () => void): void;
}
