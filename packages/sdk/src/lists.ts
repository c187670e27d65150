// Lists without `Array.prototype` and without iterators: pages replace those, and what a visitor
// says must not get lost by it. The SDK reads and builds all its lists with these.

/** Calls `work` for each item, in order. */
export function each<Item>(list: ArrayLike<Item>, work: (item: Item, index: number) => void): void {
  for (let i = 0; i < list.length; i += 1) work(list[i] as Item, i);
}

/** The items for which `isKept` holds, in a new list. */
export function filter<Item>(list: ArrayLike<Item>, isKept: (item: Item) => unknown): Item[] {
  const kept: Item[] = [];
  each(list, (item) => {
    if (isKept(item)) append(kept, item);
  });
  return kept;
}

/** Adds an item at the end. */
export function append<Item>(list: Item[], item: Item): void {
  list[list.length] = item;
}
