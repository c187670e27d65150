/**
 * One text for an experience and a step of it, as the key of a profile's answers and the path of the
 * index's `answers` column. JSON, since ids are free text: a plain separator could occur in them.
 */
export function answerKey(experienceId: string, stepId: string): string {
  return JSON.stringify([experienceId, stepId]);
}
