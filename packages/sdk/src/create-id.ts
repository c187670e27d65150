const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Fills the bytes with chance, as `crypto.getRandomValues` does. */
export type FillRandomly = (bytes: Uint8Array<ArrayBuffer>) => unknown;

/** A new id of 22 characters of base64url, 132 random bits: of a browser, or of a stream. */
export function createId(fillRandomly: FillRandomly): string {
  const bytes = new Uint8Array(22);
  fillRandomly(bytes);
  let id = '';
  for (let i = 0; i < bytes.length; i += 1) id += alphabet.charAt((bytes[i] as number) & 63);
  return id;
}

/** True for what `createId` can have made. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{22}$/.test(value);
}
