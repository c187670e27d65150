import type { QuestionResultBody } from '@muster/protocol';
import type { ReactNode } from 'react';
import type { AnalyticsScope } from '../../../api/analytics-api.ts';
import { formatCount, formatNumber, formatShare } from '../../../ui/number-text.tsx';
import { BarTable } from './bar-table.tsx';
import { FreeTexts } from './free-texts.tsx';

interface QuestionCardProps {
  question: QuestionResultBody;
  /** Its place among all questions; two may be called the same. */
  number: number;
  scope: AnalyticsScope;
}

/** What was answered to one question. */
export function QuestionCard({ question, number, scope }: QuestionCardProps) {
  const { title, answered, other } = question;
  return (
    <section className="card analytics-question" aria-label={`${number}. ${title}`}>
      <h2 className="wrap-anywhere" dir="auto">
        {title}
      </h2>
      <p className="quiet">
        {kindNames[question.kind]} · {formatCount(answered, 'person', 'people')} answered, each
        counted with the latest answer
      </p>
      <Result question={question} scope={scope} />
      {other > 0 && (
        <p className="quiet">
          {formatCount(other, 'answer is', 'answers are')} none that the question offers now, and
          not in the above.
        </p>
      )}
    </section>
  );
}

const kindNames: Record<QuestionResultBody['kind'], string> = {
  nps: 'NPS',
  scale: 'Opinion scale',
  slider: 'Slider',
  single: 'One choice',
  multiple: 'Several choices',
  text: 'Free text',
};

function Result({ question, scope }: Omit<QuestionCardProps, 'number'>) {
  const counted = question.answered - question.other;
  switch (question.kind) {
    case 'nps':
      return (
        <>
          <Facts
            facts={[
              ['Score', question.score === null ? '–' : formatScore(question.score)],
              ['Promoters (9–10)', toShare(question.promoters, counted)],
              ['Passives (7–8)', toShare(question.passives, counted)],
              ['Detractors (0–6)', toShare(question.detractors, counted)],
            ]}
          />
          <Values values={question.values} counted={counted} />
        </>
      );
    case 'scale':
      return (
        <>
          <Facts facts={toAverages(question)} />
          <Values values={question.values} counted={counted} />
        </>
      );
    case 'slider':
      return (
        <>
          <Facts facts={toAverages(question)} />
          <BarTable
            caption="People by answer"
            what="Answer"
            bars={question.bins.map(({ from, to, people }, i) => ({
              label: nameBin(from, to, i === question.bins.length - 1),
              people,
            }))}
            all={counted}
          />
        </>
      );
    case 'single':
    case 'multiple':
      return (
        <BarTable
          caption="People by choice"
          what="Choice"
          bars={question.choices.map(({ choice, people }) => ({ label: choice, people }))}
          all={question.answered}
        />
      );
    case 'text':
      return <FreeTexts stepId={question.stepId} scope={scope} />;
  }
}

interface ValuesProps {
  values: readonly { value: number; people: number }[];
  counted: number;
}

function Values({ values, counted }: ValuesProps) {
  const bars = values.map(({ value, people }) => ({ label: formatNumber(value), people }));
  return <BarTable caption="People by answer" what="Answer" bars={bars} all={counted} />;
}

function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="analytics-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt className="quiet">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function toAverages({ mean, median }: { mean: number | null; median: number | null }) {
  return [
    ['Mean', mean === null ? '–' : formatValue(mean)],
    ['Median', median === null ? '–' : formatValue(median)],
  ] as const;
}

function toShare(part: number, all: number): string {
  return `${formatNumber(part)} (${formatShare(part, all)})`;
}

/** All but the last bar end below where the next begins. */
function nameBin(from: number, to: number, isLast: boolean): string {
  if (from === to) return formatValue(from);
  return isLast
    ? `${formatValue(from)} to ${formatValue(to)}`
    : `${formatValue(from)} to under ${formatValue(to)}`;
}

const valueFormat = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });

function formatValue(value: number): string {
  return valueFormat.format(value);
}

const scoreFormat = new Intl.NumberFormat(undefined, {
  maximumFractionDigits: 0,
  signDisplay: 'exceptZero',
});

function formatScore(score: number): string {
  return scoreFormat.format(score);
}
