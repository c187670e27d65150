import type { ExperienceRow } from '../../../store/experiences.ts';
import type { Rule } from '../visit.ts';

/** From its start on and before its end. */
export const schedule: Rule = {
  passes(experience, { now }) {
    const { start, end } = readTimes(experience);
    return now >= start && now < end;
  },
  explain(experience, { now }) {
    const { start, end } = readTimes(experience);
    const { when } = experience.target;
    const value = { start: when.start, end: when.end };
    if (now < start) return { reason: `It starts at ${when.start}.`, value };
    if (now >= end) return { reason: `It ended at ${when.end}.`, value };
    return { reason: 'It has started and has not ended.', value };
  },
};

interface Times {
  start: number;
  end: number;
}

/** Times are read once for all the people who ask. */
const known = new WeakMap<ExperienceRow['target']['when'], Times>();

function readTimes({ target: { when } }: ExperienceRow): Times {
  const remembered = known.get(when);
  if (remembered !== undefined) return remembered;
  const start = when.start === null ? Number.NEGATIVE_INFINITY : Date.parse(when.start);
  const end = when.end === null ? Number.POSITIVE_INFINITY : Date.parse(when.end);
  const times = { start, end };
  known.set(when, times);
  return times;
}
