/** ` Did you mean "--source"?`, or nothing when no name is near what was typed. */
export function suggest(typed: string, names: readonly string[], prefix: string): string {
  const [nearest] = names
    .map((name) => ({ name, distance: measureDistance(typed, name) }))
    .sort((a, b) => a.distance - b.distance);
  if (!nearest || nearest.distance > Math.max(2, typed.length / 3)) return '';
  return ` Did you mean "${prefix}${nearest.name}"?`;
}

/** How many letters have to be put in, taken out or replaced to make one word of the other. */
function measureDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1];
    for (const [j, otherLetter] of [...other].entries()) {
      const replaced = (row[j] ?? 0) + (letter === otherLetter ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
