/**
 * An address that a page may open or load, or undefined: the web's, mail's, and the site's own. The
 * server lets no other in; that it is looked at again here costs little.
 */
export function safeAddress(address: string | undefined): string | undefined {
  // Browsers drop tabs and line breaks anywhere in an address: none may hide a scheme.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  const isSafe = /^(https?:\/\/|mailto:|[/#?])[^\u0000-\u001f]*$/i.test(address || '');
  return isSafe ? address : undefined;
}
