/**
 * One text for an experience and a step of it, as the key of a profile's answers and the path of the
 * index's `answers` column. JSON, since ids are free text: a plain separator could occur in them.
 */
export function answerKey(experienceId: string, stepId: string): string {
  return JSON.stringify([experienceId, stepId]);
}

/** What `answerKey` made the key of. */
export function splitAnswerKey(key: string): { experienceId: string; stepId: string } {
  const [experienceId, stepId]: [string, string] = JSON.parse(key);
  return { experienceId, stepId };
}
