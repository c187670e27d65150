import type { QuestionResultBody } from '@muster/protocol';
import type { Asked, ResultRow } from './answer-sql.ts';
import { binsOf, otherBucket } from './question-buckets.ts';

/** A question with what its step is called. */
export interface TitledQuestion extends Asked {
  title: string;
}

/** What was answered to each question, in their order, of the rows of `selectResults`. */
export function toResults(
  asked: readonly TitledQuestion[],
  rows: readonly ResultRow[],
): QuestionResultBody[] {
  return asked.map((question) =>
    toResult(
      question,
      rows.filter(({ step }) => step === question.stepId),
    ),
  );
}

function toResult(
  { stepId, title, question }: TitledQuestion,
  rows: readonly ResultRow[],
): QuestionResultBody {
  const whole = rows.find(({ isWhole }) => isWhole === 1);
  const buckets = rows.filter(({ isWhole }) => isWhole === 0);
  const peopleByBucket = new Map(
    buckets.map(({ bucket, people }) => [Number(bucket), Number(people)]),
  );
  const count = (bucket: number) => peopleByBucket.get(bucket) ?? 0;
  const answered = Number(whole?.people ?? 0);
  const common = { stepId, title, answered, other: count(otherBucket) };
  const averages = { mean: whole?.mean ?? null, median: whole?.median ?? null };
  const valuesBetween = (low: number, high: number) =>
    Array.from({ length: high - low + 1 }, (_, i) => ({ value: low + i, people: count(low + i) }));
  switch (question.kind) {
    case 'nps': {
      const values = valuesBetween(0, 10);
      return { kind: 'nps', ...common, ...scoreOf(values), ...averages, values };
    }
    case 'scale':
      return {
        kind: 'scale',
        ...common,
        ...averages,
        values: valuesBetween(question.low, question.high),
      };
    case 'slider': {
      const bins = binsOf(question).map((bin, i) => ({ ...bin, people: count(i) }));
      return { kind: 'slider', ...common, ...averages, bins };
    }
    case 'single':
    case 'multiple': {
      const choices = question.choices.map((choice, i) => ({ choice, people: count(i) }));
      return { kind: question.kind, ...common, choices };
    }
    case 'text':
      return { kind: 'text', ...common };
  }
}

function scoreOf(values: readonly { value: number; people: number }[]) {
  const between = (low: number, high: number) =>
    values
      .filter(({ value }) => value >= low && value <= high)
      .reduce((sum, { people }) => sum + people, 0);
  const promoters = between(9, 10);
  const passives = between(7, 8);
  const detractors = between(0, 6);
  const people = promoters + passives + detractors;
  const score = people === 0 ? null : ((promoters - detractors) / people) * 100;
  return { score, promoters, passives, detractors };
}
