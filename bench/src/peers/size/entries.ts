/** What a site would write to say who somebody is and to send one event, or ask for one flag. */
export const entries: readonly { name: string; text: string }[] = [
  {
    name: 'posthog-js',
    text: `import posthog from 'posthog-js';
posthog.init('key', { api_host: 'https://example.test' });
posthog.identify('user');
posthog.capture('event');`,
  },
  {
    name: '@growthbook/growthbook',
    text: `import { GrowthBook } from '@growthbook/growthbook';
const growthbook = new GrowthBook({ apiHost: 'https://example.test', clientKey: 'key', attributes: { id: 'user' } });
growthbook.init().then(() => console.log(growthbook.isOn('flag')));`,
  },
  {
    name: 'unleash-proxy-client',
    text: `import { UnleashClient } from 'unleash-proxy-client';
const unleash = new UnleashClient({ url: 'https://example.test/api/frontend', clientKey: 'key', appName: 'site' });
unleash.updateContext({ userId: 'user' });
unleash.start();
unleash.on('ready', () => console.log(unleash.isEnabled('flag')));`,
  },
  {
    name: '@flagsmith/flagsmith',
    text: `import flagsmith from '@flagsmith/flagsmith';
flagsmith.init({ environmentID: 'key' });
flagsmith.identify('user').then(() => console.log(flagsmith.hasFeature('flag')));`,
  },
  {
    name: '@segment/analytics-next',
    text: `import { AnalyticsBrowser } from '@segment/analytics-next';
const analytics = AnalyticsBrowser.load({ writeKey: 'key' });
analytics.identify('user');
analytics.track('event');`,
  },
];
