import type { PersonAnswers } from './person-answers.ts';

/** The same answers; `onAnswer` hears how many seconds each took, waiting included. */
export function timeAnswers(
  answers: PersonAnswers,
  onAnswer: (seconds: number) => void,
): PersonAnswers {
  return {
    async ask(project, question) {
      const begun = performance.now();
      const answer = await answers.ask(project, question);
      onAnswer((performance.now() - begun) / 1000);
      return answer;
    },
  };
}
