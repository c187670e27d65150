import { lazy } from 'react';

// Loaded with the page of an experience rather than named in the router: each name of a chunk there
// costs every page some bytes.

export { ExperiencePage } from './experience-page.tsx';

export const ContentTab = lazy(async () => ({
  default: (await import('./content/content-tab.tsx')).ContentTab,
}));

export const TargetTab = lazy(async () => ({
  default: (await import('./target/target-tab.tsx')).TargetTab,
}));

export const AnalyticsTab = lazy(async () => ({
  default: (await import('./analytics/analytics-tab.tsx')).AnalyticsTab,
}));

export const HistoryTab = lazy(async () => ({
  default: (await import('./history/history-tab.tsx')).HistoryTab,
}));
