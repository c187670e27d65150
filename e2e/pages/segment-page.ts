// The script of a page that uses Segment's library; built when a test asks for it.
import { AnalyticsBrowser } from '@segment/analytics-next';
import { createDestination, type DestinationSettings } from './segment-destination.ts';

const { destinationSettings } = window as unknown as { destinationSettings: DestinationSettings };

// Settings at hand and nothing sent to Segment itself: no request leaves the machine.
const analytics = AnalyticsBrowser.load(
  {
    writeKey: 'none',
    cdnSettings: { integrations: { 'Segment.io': { apiKey: 'none' } } },
    plugins: [createDestination(destinationSettings)],
  },
  { integrations: { 'Segment.io': false } },
);
Object.assign(window, { analytics });
