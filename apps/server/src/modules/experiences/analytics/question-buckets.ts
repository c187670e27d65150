import { float, raw, type Sql, sql, strings } from '@muster/conditions';
import type { ExperienceQuestion } from '@muster/protocol';

/** What an answer is counted under when it is none that the question offers now. */
export const otherBucket = -1;

type Slider = Extract<ExperienceQuestion, { kind: 'slider' }>;

/** Bars that a slider with many values has, and how many values may each have a bar. */
const sliderBins = 10;
const maxSliderValues = 21;

/** An end of a bar of a slider and the other; equal for a bar of one value. */
export interface Bin {
  from: number;
  to: number;
}

/** The bars of a slider: one a value when there are few, else ten equally wide. */
export function binsOf({ low, high, step }: Slider): Bin[] {
  const values = countValues({ low, high, step });
  if (values <= maxSliderValues) {
    return Array.from({ length: values }, (_, i) => {
      const value = toShort(low + i * step);
      return { from: value, to: value };
    });
  }
  const width = (high - low) / sliderBins;
  return Array.from({ length: sliderBins }, (_, i) => ({
    from: toShort(low + i * width),
    to: i === sliderBins - 1 ? high : toShort(low + (i + 1) * width),
  }));
}

function countValues({ low, high, step }: Pick<Slider, 'low' | 'high' | 'step'>): number {
  return Math.floor((high - low) / step + 1e-9) + 1;
}

/** Without the last digits, in which sums of fractions differ from what people write. */
function toShort(value: number): number {
  return Number(value.toPrecision(12));
}

/** The columns of an answer that `bucketsOf` looks at. */
export interface AnswerColumns {
  number: Sql;
  text: Sql;
  list: Sql;
}

/**
 * Under what an answer is counted, an array of integers: of a number its value, of a slider the place of its
 * bin, of choices their places. Several only where several can be chosen.
 */
export function bucketsOf(
  question: ExperienceQuestion,
  { number, text, list }: AnswerColumns,
): Sql {
  switch (question.kind) {
    case 'nps':
      return wholeBetween(number, 0, 10);
    case 'scale':
      return wholeBetween(number, question.low, question.high);
    case 'slider':
      return sliderBucket(number, question);
    case 'single':
      return sql`[if(${text} IS NULL, ${place(otherBucket)},
        toInt32(indexOf(${strings(question.choices)}, assumeNotNull(${text}))) - 1)]`;
    case 'multiple': {
      const places = sql`arrayDistinct(arrayMap(
        tag -> toInt32(indexOf(${strings(question.choices)}, substring(ifNull(tag, ''), 3))) - 1, ${list}))`;
      return sql`if(empty(${list}), [${place(otherBucket)}], ${places})`;
    }
    case 'text':
      return sql`[if(${text} IS NULL, ${place(otherBucket)}, ${place(0)})]`;
  }
}

function wholeBetween(number: Sql, low: number, high: number): Sql {
  const fits = sql`ifNull(${number} BETWEEN ${float(low)} AND ${float(high)} AND ${number} = floor(${number}), 0)`;
  return sql`[if(${fits}, toInt32(ifNull(${number}, 0)), ${place(otherBucket)})]`;
}

function sliderBucket(number: Sql, slider: Slider): Sql {
  const { low, high, step } = slider;
  const fits = sql`ifNull(${number} BETWEEN ${float(low)} AND ${float(high)}, 0)`;
  const bins = binsOf(slider).length;
  const fromLow = sql`(ifNull(${number}, 0) - ${float(low)})`;
  const bin =
    countValues(slider) <= maxSliderValues
      ? sql`round(${fromLow} / ${float(step)})`
      : sql`floor(${fromLow} / ${float((high - low) / sliderBins)})`;
  return sql`[if(${fits}, toInt32(least(${bin}, ${float(bins - 1)})), ${place(otherBucket)})]`;
}

function place(value: number): Sql {
  return raw(`toInt32(${value})`);
}
