import type { Scalar } from '@muster/conditions';
import type { BuilderCatalog, BuilderData, Suggestion } from '../src/builder/builder-data.ts';

const catalog: BuilderCatalog = {
  attributes: [
    { key: 'plan', users: 900, kinds: [{ kind: 'string', users: 900 }] },
    {
      key: 'seats',
      users: 700,
      kinds: [
        { kind: 'number', users: 688 },
        { kind: 'string', users: 12 },
      ],
    },
    { key: 'external_email', users: 400, kinds: [{ kind: 'string', users: 400 }] },
    { key: 'is_admin', users: 300, kinds: [{ kind: 'boolean', users: 300 }] },
    {
      key: 'trial_ends',
      users: 120,
      kinds: [
        { kind: 'string', users: 120 },
        { kind: 'date', users: 120 },
      ],
    },
    { key: 'features', users: 90, kinds: [{ kind: 'list', users: 90 }] },
  ],
  traits: [{ key: 'company_size', users: 500, kinds: [{ kind: 'string', users: 500 }] }],
  events: [
    { source: 'app', name: 'report_exported', count: 5210 },
    { source: 'posthog', name: '$feature_enrolled', count: 910 },
    { source: 'api', name: 'purchase', count: 1200 },
  ],
  segments: [
    { id: 'vip', name: 'VIP', badge: { hue: 300, mark: '💎', label: 'VIP' }, audience: 120 },
    { id: 'churning', name: 'About to leave', audience: 43 },
  ],
  experiences: [
    {
      id: 'nps',
      name: 'Q1 NPS survey',
      steps: [{ id: 'score', name: 'How likely are you to recommend us?', kind: 'number' }],
    },
    { id: 'invite', name: 'Invite your team', steps: [] },
  ],
};

const values: Readonly<Record<string, readonly Suggestion[]>> = {
  plan: counted(['Free', 11200], ['Pro', 5240], ['Team', 2013], ['Enterprise', 489]),
  seats: counted([1, 300], [5, 120], [10, 90]),
  features: counted(['export', 60], ['api', 41], [5, 2], ['5', 1]),
  company_size: counted(['1–10', 300], ['51–200', 120], ['200+', 80]),
  name: counted(['Yuki Reyes', 1], ['Noor Farouk', 1]),
  currency: counted(['EUR', 700], ['USD', 500]),
};

/** A project to try the builder on, without a server. */
export const sampleData: BuilderData = {
  catalog,
  async suggestValues({ key }, prefix) {
    const wanted = prefix.toLowerCase();
    const all = values[key] ?? [];
    return { values: all.filter(({ value }) => String(value).toLowerCase().startsWith(wanted)) };
  },
  async listProperties({ name }) {
    if (name !== 'purchase') return { properties: [] };
    return {
      properties: [
        {
          key: 'dollars',
          count: 1200,
          kinds: [{ kind: 'number', count: 1200 }],
          samples: [12, 50],
        },
        {
          key: 'currency',
          count: 1200,
          kinds: [{ kind: 'string', count: 1200 }],
          samples: ['EUR'],
        },
      ],
    };
  },
};

function counted(...pairs: readonly [Scalar, number][]): Suggestion[] {
  return pairs.map(([value, count]) => ({ value, count }));
}
