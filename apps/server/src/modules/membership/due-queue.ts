import type { Instant } from '@muster/conditions';

/**
 * When each user is to be looked at again: one instant a user, the earliest of all that were asked for.
 * A binary heap of numbers that knows the place of each, 16 bytes a user.
 */
export interface DueQueue {
  /** Looks at the user at that instant, unless it is to do so before. */
  ask(number: number, instant: Instant): void;
  /** `ask` of many, in a time that grows with how many there are in all. */
  askAll(asked: Iterable<readonly [number: number, instant: Instant]>): void;
  /** Forgets the user. */
  remove(number: number): void;
  /** The earliest instant of all; `Infinity` when nobody is to be looked at. */
  first(): Instant;
  /** When the user is to be looked at; `Infinity`: never. */
  instantOf(number: number): Instant;
  /** At most so many of those who are due by then, the first among them. */
  peek(until: Instant, limit: number): number[];
  bytes(): number;
}

const absent = -1;

export function createDueQueue(): DueQueue {
  let instants = new Float64Array(0);
  let places = new Int32Array(0);
  let heap = new Uint32Array(0);
  let length = 0;

  function reserve(number: number): void {
    if (number < instants.length) return;
    const capacity = Math.max(number + 1, Math.ceil(instants.length * 1.25), 1024);
    const [oldInstants, oldPlaces, oldHeap] = [instants, places, heap];
    instants = new Float64Array(capacity).fill(Number.POSITIVE_INFINITY);
    instants.set(oldInstants);
    places = new Int32Array(capacity).fill(absent);
    places.set(oldPlaces);
    heap = new Uint32Array(capacity);
    heap.set(oldHeap);
  }

  function instantOf(number: number): Instant {
    return instants[number] ?? Number.POSITIVE_INFINITY;
  }

  function instantAt(place: number): Instant {
    return instants[heap[place] as number] as number;
  }

  function put(place: number, number: number): void {
    heap[place] = number;
    places[number] = place;
  }

  function rise(from: number): void {
    const number = heap[from] as number;
    const instant = instants[number] as number;
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >>> 1;
      if (instantAt(parent) <= instant) break;
      put(place, heap[parent] as number);
      place = parent;
    }
    put(place, number);
  }

  function sink(from: number): void {
    const number = heap[from] as number;
    const instant = instants[number] as number;
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= length) break;
      if (child + 1 < length && instantAt(child + 1) < instantAt(child)) child += 1;
      if (instantAt(child) >= instant) break;
      put(place, heap[child] as number);
      place = child;
    }
    put(place, number);
  }

  function remove(number: number): void {
    const place = places[number] ?? absent;
    if (place === absent) return;
    places[number] = absent;
    instants[number] = Number.POSITIVE_INFINITY;
    length -= 1;
    const last = heap[length] as number;
    if (last === number) return;
    put(place, last);
    rise(place);
    sink(places[last] as number);
  }

  /** Notes the instant, if it is earlier; the heap is one again when the user has risen to her place. */
  function note(number: number, instant: Instant): boolean {
    if (instant >= instantOf(number)) return false;
    reserve(number);
    instants[number] = instant;
    if (places[number] === absent) {
      put(length, number);
      length += 1;
    }
    return true;
  }

  return {
    ask(number, instant) {
      if (note(number, instant)) rise(places[number] as number);
    },
    askAll(asked) {
      for (const [number, instant] of asked) note(number, instant);
      for (let place = (length >>> 1) - 1; place >= 0; place -= 1) sink(place);
    },
    remove,
    first: () => (length === 0 ? Number.POSITIVE_INFINITY : instantAt(0)),
    instantOf,
    peek(until, limit) {
      const found: number[] = [];
      const places = [0];
      // A child is never due before its parent, so nothing below one that is not due is.
      for (let next = 0; next < places.length && found.length < limit; next += 1) {
        const place = places[next] as number;
        if (place >= length || instantAt(place) > until) continue;
        found.push(heap[place] as number);
        places.push(2 * place + 1, 2 * place + 2);
      }
      return found;
    },
    bytes: () => instants.byteLength + places.byteLength + heap.byteLength,
  };
}
