import { lazyPart } from '../../ui/load-part.ts';

// Loaded with the page of an experience rather than named in the router: each name of a chunk there
// costs every page some bytes.

export { ExperiencePage } from './experience-page.tsx';

export const ContentTab = lazyPart(
  async () => (await import('./content/content-tab.tsx')).ContentTab,
);

export const TargetTab = lazyPart(async () => (await import('./target/target-tab.tsx')).TargetTab);

export const AnalyticsTab = lazyPart(
  async () => (await import('./analytics/analytics-tab.tsx')).AnalyticsTab,
);

export const HistoryTab = lazyPart(
  async () => (await import('./history/history-tab.tsx')).HistoryTab,
);
