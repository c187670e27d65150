/** The lines of the chart of days; `colour` names a token. */
export const daySeries = [
  { key: 'reached', name: 'Reached', colour: '--accent' },
  { key: 'seen', name: 'Seen', colour: '--ink-3' },
  { key: 'completed', name: 'Completed', colour: '--and' },
  { key: 'dismissed', name: 'Dismissed', colour: '--or' },
] as const;

/** Of the chart, in pixels. */
export const chartHeight = 220;
