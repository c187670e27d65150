/** Fills the bytes with chance, as `crypto.getRandomValues` does. */
export type FillRandomly = (bytes: Uint8Array<ArrayBuffer>) => unknown;

/** A new id of a browser, a page or a stream: 22 characters of base64url, 110 random bits. */
export function createId(fillRandomly: FillRandomly): string {
  const bytes = new Uint8Array(22);
  fillRandomly(bytes);
  let id = '';
  for (let i = 0; i < bytes.length; i += 1) id += ((bytes[i] as number) & 31).toString(32);
  return id;
}

/** True for what may be an id. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{22}$/.test(value);
}
