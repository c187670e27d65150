/** Who has the events of users who became others. Numbers are given once, so what was said of one stays true. */
export interface Owners {
  /** From now on what was `from`'s is `to`'s. */
  move(from: number, to: number): void;
  /** By number who has her events; whoever is beyond its end has her own. Absent while everybody has. */
  readonly byNumber: Uint32Array | undefined;
}

export function createOwners(): Owners {
  /** Who became that user. */
  const former = new Map<number, number[]>();
  let byNumber: Uint32Array | undefined;

  return {
    move(from, to) {
      const own = [from, ...(former.get(from) ?? [])];
      former.delete(from);
      former.set(to, [...(former.get(to) ?? []), ...own]);
      byNumber = makeRoom(byNumber, Math.max(...own) + 1);
      for (const number of own) byNumber[number] = to;
    },
    get byNumber() {
      return byNumber;
    },
  };
}

function makeRoom(known: Uint32Array = new Uint32Array(0), length: number): Uint32Array {
  if (length <= known.length) return known;
  const larger = new Uint32Array(Math.ceil(length * 1.25));
  larger.set(known);
  for (let number = known.length; number < larger.length; number += 1) larger[number] = number;
  return larger;
}
