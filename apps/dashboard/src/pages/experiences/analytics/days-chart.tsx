import type { AnalyticsDayBody } from '@muster/protocol';
import { useEffect, useRef, useState } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatNumber } from '../../../ui/number-text.tsx';
import { chartHeight, daySeries } from './day-series.ts';
import { useThemeChange } from './use-theme-change.ts';

/** Days up to which each has a point of its own. */
const maxPointed = 45;

const dayFormat = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** Lines over days, drawn on a canvas. What cannot be seen here stands in the table beside it. */
export function DaysChart({ days }: { days: readonly AnalyticsDayBody[] }) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<UPlot>(undefined);
  const data = useRef<UPlot.AlignedData>(undefined);
  const [pointed, setPointed] = useState<number | null>(null);
  const theme = useThemeChange();
  data.current = toData(days);
  const isPointed = days.length <= maxPointed;

  // A canvas does not follow the theme: it is drawn anew with the colours of the new one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the theme only that it changed counts
  useEffect(() => {
    const element = place.current;
    if (element === null || data.current === undefined) return;
    const drawn = new UPlot(toOptions(element, isPointed, setPointed), data.current, element);
    chart.current = drawn;
    const observer = new ResizeObserver(() =>
      drawn.setSize({ width: element.clientWidth, height: chartHeight }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      drawn.destroy();
    };
  }, [theme, isPointed]);

  useEffect(() => {
    chart.current?.setData(toData(days));
  }, [days]);

  const day = pointed === null ? undefined : days[pointed];
  return (
    <div aria-hidden="true">
      <p className="chart-pointed quiet">
        {day &&
          [
            dayFormat.format(Date.parse(day.date)),
            ...daySeries.map(({ key, name }) => `${name} ${formatNumber(day[key])}`),
          ].join(' · ')}
      </p>
      <div ref={place} className="days-chart" />
    </div>
  );
}

function toData(days: readonly AnalyticsDayBody[]): UPlot.AlignedData {
  const seconds = days.map(({ date }) => Date.parse(date) / 1000);
  return [seconds, ...daySeries.map(({ key }) => days.map((day) => day[key]))];
}

function toOptions(
  element: HTMLElement,
  isPointed: boolean,
  onPoint: (index: number | null) => void,
): UPlot.Options {
  const ink = readColour(element, '--ink-3');
  const grid = { stroke: readColour(element, '--line'), width: 1 };
  const axis = { stroke: ink, grid, ticks: { show: false }, font: '11px sans-serif' };
  return {
    width: element.clientWidth,
    height: chartHeight,
    // A date has no time zone: its days are those of UTC here.
    tzDate: (seconds) => UPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: { y: { range: (_, _low, high) => [0, Math.max(4, high * 1.1)] } },
    axes: [
      {
        ...axis,
        values: (_, ticks) => ticks.map((tick) => shortDay.format(tick * 1000)),
        space: 70,
        incrs: wholeDays,
      },
      {
        ...axis,
        values: (_, ticks) => ticks.map((tick) => formatNumber(tick)),
        incrs: wholeNumbers,
        size: 56,
      },
    ],
    series: [
      {},
      ...daySeries.map(({ name, colour }) => {
        const stroke = readColour(element, colour);
        return {
          label: name,
          stroke,
          width: 2,
          points: { show: isPointed, size: 5, fill: stroke },
        };
      }),
    ],
    hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? null)] },
  };
}

const shortDay = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});

const daySeconds = 86_400;
const wholeDays = [1, 2, 7, 14, 28, 56, 91, 182, 364].map((days) => days * daySeconds);
const wholeNumbers = Array.from({ length: 10 }, (_, power) =>
  [1, 2, 5].map((factor) => factor * 10 ** power),
).flat();

/** A token as a canvas takes it: the computed colour, of the theme that is shown. */
function readColour(element: HTMLElement, token: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  element.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}
