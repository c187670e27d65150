import type { Outcome, Submission } from './ingest-service.ts';

/** A submission on its way: parts of it may be in several batches. */
export interface Waiting {
  submission: Submission;
  outcomes: Outcome[];
  /** Items before this index are in a batch already. */
  next: number;
  /** How many of its items are durable. */
  durable: number;
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

/** What a batch may hold; a single item may be larger. */
export interface BatchLimits {
  maxItems: number;
  /** The same of large submissions while little of them waits. */
  fewItems: number;
  /** Most items of a submission that is in no hurry. */
  maxUnhurriedItems: number;
  maxBytes: number;
}

/** Submissions of at most so many items go before larger ones. */
const maxQuickItems = 10;

/** With more waiting, a batch of large submissions takes this share of it: fewer and larger ones. */
const shareOfWaiting = 1 / 4;

/**
 * What waits to be written, in two lanes: a page that sends one event does not stand behind a sender
 * of thousands. Each lane keeps its order, batches are of one lane, and the lanes take turns.
 */
export class BatchQueue {
  readonly #limits: BatchLimits;
  readonly #quick: Waiting[] = [];
  readonly #large: Waiting[] = [];
  #largeItems = 0;
  #isLargeNext = false;

  constructor(limits: BatchLimits) {
    this.#limits = limits;
  }

  get isEmpty(): boolean {
    return this.#quick.length === 0 && this.#large.length === 0;
  }

  add(waiting: Waiting): void {
    const lane = this.#laneOf(waiting);
    lane.push(waiting);
    if (lane === this.#large) this.#largeItems += waiting.submission.items.length;
  }

  /** Takes what still waits of a submission out again. */
  remove(waiting: Waiting): void {
    const lane = this.#laneOf(waiting);
    const place = lane.indexOf(waiting);
    if (place < 0) return;
    lane.splice(place, 1);
    if (lane === this.#large) {
      this.#largeItems -= waiting.submission.items.length - waiting.next;
    }
  }

  /** Takes the next batch: of the lane whose turn it is what the limits allow. */
  take(): Part[] {
    const { maxItems, maxBytes } = this.#limits;
    const isLarge = this.#quick.length === 0 || (this.#isLargeNext && this.#large.length > 0);
    this.#isLargeNext = !isLarge;
    if (!isLarge) return takeParts(this.#quick, maxItems, maxBytes);
    const parts = takeParts(this.#large, this.#chooseLargeItems(), maxBytes);
    this.#largeItems -= countItems(parts);
    return parts;
  }

  /** Takes small submissions along in a batch that is nearly done; none when none wait. */
  takeAlong(): Part[] {
    const { fewItems, maxBytes } = this.#limits;
    return takeParts(this.#quick, fewItems, maxBytes);
  }

  /**
   * While such a batch is written a small submission waits, so it is no larger than it has to be;
   * but each batch also waits for the disk, and the more there is to do the less of that there may be.
   */
  #chooseLargeItems(): number {
    const { maxItems, fewItems, maxUnhurriedItems } = this.#limits;
    const [first] = this.#large;
    if (first?.submission.isUnhurried) return maxUnhurriedItems;
    const share = Math.min(maxItems, Math.floor(this.#largeItems * shareOfWaiting));
    // What can be kept in one piece is.
    const whole = first === undefined ? 0 : first.submission.items.length - first.next;
    return Math.max(fewItems, share, whole <= maxItems ? whole : 0);
  }

  #laneOf({ submission }: Waiting): Waiting[] {
    return isQuick(submission) ? this.#quick : this.#large;
  }
}

function isQuick({ items, isUnhurried }: Submission): boolean {
  return items.length <= maxQuickItems && !isUnhurried;
}

/** Whether somebody waits for an answer behind all that was there before. */
export function hasToWait(submission: Submission): boolean {
  return !isQuick(submission) && !submission.isUnhurried;
}

/**
 * Takes from one lane, something always unless it is empty: submissions while there is room for them whole; one that
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
