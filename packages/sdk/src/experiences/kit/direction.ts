const strong =
  /[A-Za-z\u00aa-\u02b8\u0370-\u058f\u0900-\u1fff\u2c00-\ud7ff]|([\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff])/;

/**
 * Which way a text runs, by the first letter in it that says so, or undefined. `dir=auto` cannot be used
 * on what holds parts with a direction of their own: it does not look into those.
 */
export function directionOf(text: string): 'ltr' | 'rtl' | undefined {
  const found = strong.exec(text);
  return found ? (found[1] ? 'rtl' : 'ltr') : undefined;
}
