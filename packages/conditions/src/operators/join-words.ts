/** `a`, `a or b`, `a, b or c`; a text that would not be seen is shown in quotes. */
export function joinWords(values: readonly unknown[], lastWord: 'or' | 'and'): string {
  const words = values.map(showValue);
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${lastWord} ${last}`;
}

/** One value in words: a text as it is, in quotes when it is empty or has spaces at an end. */
export function showValue(value: unknown): string {
  const text = String(value);
  return text === '' || text !== text.trim() ? JSON.stringify(text) : text;
}
