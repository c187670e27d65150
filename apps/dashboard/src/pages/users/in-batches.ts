/** Runs a call on at most `size` things at a time, one after the other, and adds up what each says. */
export async function inBatches<Thing>(
  things: readonly Thing[],
  size: number,
  run: (batch: readonly Thing[]) => Promise<number>,
): Promise<number> {
  let sum = 0;
  for (let at = 0; at < things.length; at += size) sum += await run(things.slice(at, at + size));
  return sum;
}
