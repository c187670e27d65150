/** A server that says which of the same segments each of the same people is in. */
export interface Rival {
  name: string;
  url: string;
  path: string;
  headers: Record<string, string>;
  /** A question about a person, by her place. */
  makeBody(person: number): string;
  /** The places of the segments that an answer has, in their order. */
  readAnswer(body: string): number[];
  /** Its process. */
  pid: number;
  stop(): Promise<void>;
}

/** The answer to one question. Throws when it is not answered with 200. */
export async function askOnce(
  { name, url, path, headers, makeBody }: Rival,
  person: number,
): Promise<string> {
  const response = await fetch(url + path, { method: 'POST', headers, body: makeBody(person) });
  const body = await response.text();
  if (!response.ok) throw new Error(`${name}: ${response.status} ${body.slice(0, 500)}`);
  return body;
}

/** Throws, with the person and both answers, when two do not say the same of somebody. */
export async function compareRivals(rivals: readonly Rival[], people: number): Promise<number> {
  let found = 0;
  for (let person = 0; person < people; person += 1) {
    const answers: { name: string; segments: string }[] = [];
    for (const rival of rivals) {
      const segments = rival.readAnswer(await askOnce(rival, person));
      found += segments.length;
      answers.push({ name: rival.name, segments: segments.join(' ') });
    }
    const [first] = answers;
    for (const { name, segments } of answers) {
      if (segments === first?.segments) continue;
      throw new Error(
        `Person ${person} is in [${first?.segments}] by ${first?.name}, in [${segments}] by ${name}.`,
      );
    }
  }
  return found / (people * rivals.length);
}
