import type { AnalyticsBody } from '@muster/protocol';
import { useQuery } from '@tanstack/react-query';
import { ChartColumn, Download, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import {
  type AnalyticsScope,
  analyticsFilePath,
  analyticsQuery,
} from '../../../api/analytics-api.ts';
import { useProject } from '../../../api/current-project.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useNow } from '../../../ui/use-now.ts';
import { ProblemState } from '../../problem-state.tsx';
import { useExperienceForm } from '../experience-form.ts';
import { type DayRange, toDates, whyNotAsked } from './day-range.ts';
import { DaysCard } from './days-card.tsx';
import { FilterDetails, FilterPicker, type PeopleFilter } from './people-filter.tsx';
import { QuestionCard } from './question-card.tsx';
import { RangePicker } from './range-picker.tsx';
import { StepFunnel } from './step-funnel.tsx';
import { Totals } from './totals.tsx';
import { useLiveRefetch } from './use-live-refetch.ts';
import './analytics.css';

/** What became of the experience: of which days, and of whom. */
export function AnalyticsTab() {
  const { timeZone } = useProject();
  const [range, setRange] = useState<DayRange>({ type: 'last', days: 30 });
  const [filter, setFilter] = useState<PeopleFilter>({ type: 'everyone' });
  const dates = toDates(range, useNow(60_000), timeZone);
  const scope: AnalyticsScope = { ...dates, ...(isFilter(filter) && { filter }) };
  const reason = whyNotAsked(dates) ?? whyNoPeople(filter);
  return (
    <>
      <div className="page-toolbar analytics-toolbar">
        <RangePicker range={range} dates={dates} onChange={setRange} />
        <FilterPicker filter={filter} onChange={setFilter} />
        {reason === undefined && <FileLinks scope={scope} />}
      </div>
      <FilterDetails filter={filter} onChange={setFilter} />
      {reason === undefined ? <Analytics scope={scope} /> : <p role="status">{reason}</p>}
    </>
  );
}

/** Conditions of which there are none take everybody. */
function isFilter(filter: PeopleFilter): filter is Exclude<PeopleFilter, { type: 'everyone' }> {
  if (filter.type === 'conditions') return filter.conditions.children.length > 0;
  return filter.type === 'segments';
}

function whyNoPeople(filter: PeopleFilter): string | undefined {
  const isNone = filter.type === 'segments' && filter.segmentIds.length === 0;
  return isNone ? 'Choose a segment to see the numbers of the people in it.' : undefined;
}

function FileLinks({ scope }: { scope: AnalyticsScope }) {
  const { id: projectId } = useProject();
  const { experience } = useExperienceForm();
  const toPath = (content: 'days' | 'answers') =>
    analyticsFilePath(projectId, experience.id, content, scope);
  const days = toPath('days');
  if (days === undefined) {
    return <span className="quiet">The conditions are too long for a CSV file.</span>;
  }
  const asks = experience.steps.some(({ question }) => question !== undefined);
  return (
    <span className="analytics-files">
      <a href={days} download className="button button-plain">
        <Download size={14} aria-hidden="true" /> Days as CSV
      </a>
      {asks && (
        <a href={toPath('answers')} download className="button button-plain">
          <Download size={14} aria-hidden="true" /> Answers as CSV
        </a>
      )}
    </span>
  );
}

function Analytics({ scope }: { scope: AnalyticsScope }) {
  const { id: projectId } = useProject();
  const { experience } = useExperienceForm();
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...analyticsQuery(projectId, experience.id, scope),
    placeholderData: (previous) => previous,
  });
  useLiveRefetch(refetch);
  if (error) {
    return <ProblemState error={error} what="the numbers" onRetry={() => void refetch()} />;
  }
  if (!data) return <Skeleton lines={8} height={28} label="Loading the numbers" />;
  return (
    <div
      className="analytics stale-while-asking"
      data-stale={isPlaceholderData || undefined}
      aria-busy={isPlaceholderData}
    >
      {data.problems.length > 0 && <BrokenFilter problems={data.problems} />}
      {isEmpty(data) ? (
        <EmptyState icon={<ChartColumn size={20} />} title="Nothing measured">
          Nobody of those asked about has seen it in these days. Once somebody does, the numbers
          come by themselves.
        </EmptyState>
      ) : (
        <>
          <Totals totals={data.totals} />
          <DaysCard days={data.days} timeZone={data.timeZone} />
          <StepFunnel steps={data.steps} totals={data.totals} />
          <div className="analytics-questions">
            {data.questions.map((question, at) => (
              <QuestionCard
                key={question.stepId}
                question={question}
                number={at + 1}
                scope={scope}
              />
            ))}
          </div>
        </>
      )}
    </div>
  );
}

function isEmpty({ totals, steps, questions }: AnalyticsBody): boolean {
  return (
    Object.values(totals).every((count) => count === 0) &&
    steps.every(({ people }) => people === 0) &&
    questions.every(({ answered }) => answered === 0)
  );
}

function BrokenFilter({ problems }: Pick<AnalyticsBody, 'problems'>) {
  return (
    <div className="failure-card" role="alert">
      <TriangleAlert size={16} aria-hidden="true" />
      <div>
        <p className="failure-title">The filter cannot be evaluated, so it is nobody</p>
        <ul>
          {problems.map(({ path, message }) => (
            <li key={path}>{message}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}
