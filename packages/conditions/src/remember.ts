/** So many answers are kept; with one more, all are forgotten. */
const limit = 200;

/**
 * `read`, which has to say the same of the same text each time, with what it has said of the latest texts:
 * a thousand conditions ask about the few texts of one person. Undefined is not kept.
 */
export function remember<Answer>(read: (text: string) => Answer): (text: string) => Answer {
  const known = new Map<string, Answer>();
  return (text) => {
    const kept = known.get(text);
    if (kept !== undefined) return kept;
    const answer = read(text);
    if (known.size === limit) known.clear();
    known.set(text, answer);
    return answer;
  };
}
