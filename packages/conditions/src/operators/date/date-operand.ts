import { maxAmount } from '../../calendar.ts';
import { parseIsoDate } from '../../iso-date.ts';
import type { Parsed } from '../../operator.ts';
import { fieldPath } from '../../parse-report.ts';
import type { Path, Problem } from '../../plan.ts';
import type { Span, Unit } from '../../tree.ts';
import { parseRangeOf, refuseOperand } from '../operand.ts';

/** An ISO date or instant, kept as it was written: what it means depends on the time zone. */
export function parseDate(value: unknown, path: Path): Parsed<string> {
  if (typeof value === 'string' && parseIsoDate(value, 'UTC') !== undefined) {
    return { ok: true, value };
  }
  return refuseOperand(
    path,
    'operand_not_a_date',
    'Give a date such as 2026-03-29 or 2026-03-29T12:00:00Z.',
  );
}

/** Two dates, refused when the first begins after the second in the westmost and eastmost zone. */
export const parseDateRange = parseRangeOf(parseDate, (from, to) =>
  ['Etc/GMT+12', 'Etc/GMT-14'].every((zone) => isAfter(from, to, zone)),
);

function isAfter(from: string, to: string, timeZone: string): boolean {
  const low = parseIsoDate(from, timeZone);
  const high = parseIsoDate(to, timeZone);
  return low !== undefined && high !== undefined && low.instant > high.instant;
}

/** The units of a span, shortest first. */
export const units: readonly Unit[] = ['minute', 'hour', 'day', 'week', 'month'];

/** `{amount, unit}` with a whole amount from 1 to `maxAmount`, and nothing else in it. */
export function parseSpan(value: unknown, path: Path): Parsed<Span> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuseOperand(path, 'operand_type', 'Give an amount and a unit.');
  }
  const { amount, unit, ...others } = value as Record<string, unknown>;
  const problems: Problem[] = Object.keys(others).map((field) => ({
    path: fieldPath(path, field),
    code: 'unknown_field',
    message: 'A span of time has an amount and a unit only.',
  }));
  const isAmount = typeof amount === 'number' && Number.isInteger(amount);
  if (!isAmount || amount < 1 || amount > maxAmount) {
    const message = `Give a whole number from 1 to ${maxAmount}.`;
    problems.push({ path: [...path, 'amount'], code: 'operand_amount', message });
  }
  if (!units.includes(unit as Unit)) {
    const message = `Give one of ${units.join(', ')}.`;
    problems.push({ path: [...path, 'unit'], code: 'operand_unit', message });
  }
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, value: { amount: amount as number, unit: unit as Unit } };
}

/** `30 days`, `1 month`. */
export function describeSpan({ amount, unit }: Span): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}
