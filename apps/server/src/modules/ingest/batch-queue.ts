import type { Outcome, Submission } from './ingest-service.ts';

/** A submission on its way: parts of it may be in several batches. */
export interface Waiting {
  submission: Submission;
  outcomes: Outcome[];
  /** Items before this index are in a batch already. */
  next: number;
  resolve: (outcomes: Outcome[]) => void;
  reject: (error: unknown) => void;
  isRefused: boolean;
}

/** Consecutive items of one submission in one batch. */
export interface Part {
  waiting: Waiting;
  from: number;
  until: number;
}

/** What a batch may hold of each lane; a single item may be larger. */
export interface BatchLimits {
  maxItems: number;
  /** Most items of a submission that is in no hurry. */
  maxUnhurriedItems: number;
  maxBytes: number;
}

/** Submissions of at most so many items go before larger ones. */
const maxQuickItems = 10;

/**
 * What waits to be written, in two lanes: a page that sends one event does not stand behind a sender
 * of thousands. Each lane keeps its order, and each batch takes something of both.
 */
export class BatchQueue {
  readonly #limits: BatchLimits;
  readonly #quick: Waiting[] = [];
  readonly #large: Waiting[] = [];

  constructor(limits: BatchLimits) {
    this.#limits = limits;
  }

  get isEmpty(): boolean {
    return this.#quick.length === 0 && this.#large.length === 0;
  }

  add(waiting: Waiting): void {
    this.#laneOf(waiting).push(waiting);
  }

  /** Takes what still waits of a submission out again. */
  remove(waiting: Waiting): void {
    const lane = this.#laneOf(waiting);
    const place = lane.indexOf(waiting);
    if (place >= 0) lane.splice(place, 1);
  }

  /** Takes the next batch: of each lane what the limits allow. */
  take(): Part[] {
    const { maxItems, maxUnhurriedItems, maxBytes } = this.#limits;
    const quick = takeParts(this.#quick, maxItems, maxBytes);
    const isUnhurried = this.#large[0]?.submission.isUnhurried ?? false;
    const large = takeParts(this.#large, isUnhurried ? maxUnhurriedItems : maxItems, maxBytes);
    return [...quick, ...large];
  }

  #laneOf({ submission: { items, isUnhurried } }: Waiting): Waiting[] {
    return items.length <= maxQuickItems && !isUnhurried ? this.#quick : this.#large;
  }
}

/**
 * Takes from one lane, something always: submissions while there is room for them whole; one that
 * is too large for any batch is cut, and begins a batch.
 */
function takeParts(lane: Waiting[], maxItems: number, maxBytes: number): Part[] {
  const parts: Part[] = [];
  let items = 0;
  let bytes = 0;
  for (let waiting = lane[0]; waiting !== undefined; waiting = lane[0]) {
    const { length } = waiting.submission.items;
    const bytesEach = Math.max(1, waiting.submission.bytes / length);
    const room = Math.min(maxItems - items, Math.floor((maxBytes - bytes) / bytesEach));
    const rest = length - waiting.next;
    if (parts.length > 0 && rest > room) break;
    const count = Math.min(rest, Math.max(room, 1));
    parts.push({ waiting, from: waiting.next, until: waiting.next + count });
    waiting.next += count;
    items += count;
    bytes += bytesEach * count;
    if (waiting.next < length) break;
    lane.shift();
  }
  return parts;
}

export function countItems(parts: readonly Part[]): number {
  return parts.reduce((sum, { from, until }) => sum + until - from, 0);
}
