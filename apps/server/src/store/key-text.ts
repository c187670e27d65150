/**
 * Text as a key column holds it. NUL is escaped, since PostgreSQL refuses it and SQLite's driver
 * reads text only up to it. Throws on a lone surrogate: as UTF-8 two different keys would become one.
 */
export function toKeyText(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('A key must be well-formed Unicode text.');
  if (!text.includes('\\') && !text.includes('\0')) return text;
  return text.replaceAll('\\', '\\\\').replaceAll('\0', '\\0');
}

/** The text that `toKeyText` was given. */
export function fromKeyText(key: string): string {
  if (!key.includes('\\')) return key;
  return key.replaceAll(/\\(.)/gs, (_, character) => (character === '0' ? '\0' : character));
}
