import type { Instant, Profile, Value } from '@muster/conditions';
import { createRandom, pick } from './random.ts';

/** The instant at which the benchmark asks its questions. */
export const benchNow: Instant = Date.UTC(2026, 5, 15, 12);
const day = 86_400_000;

const plans = ['Free', 'Pro', 'Team', 'Business', 'Enterprise'];
const roles = ['admin', 'editor', 'viewer', 'owner', 'guest', 'billing'];
const sizes = ['1–10', '11–50', '51–200', '200+'];
const industries = Array.from({ length: 20 }, (_, i) => `industry-${i}`);
const countries = Array.from({ length: 50 }, (_, i) => `C${i}`);
const cities = Array.from({ length: 1000 }, (_, i) => `City ${i}`);
const words = [
  'Head',
  'of',
  'Growth',
  'Product',
  'Sales',
  'Lead',
  'Engineer',
  'Chief',
  'Data',
  'Ops',
];
const domains = ['acme.test', 'lumen.dev', 'fjord.studio', 'mail.test', 'école.test'];
const interests = ['tours', 'surveys', 'banners', 'api', 'export', 'billing', 'teams'];
const channels = ['ads', 'organic', 'partner', 'event', 'referral', 'outbound', 'app', 'blog'];

/** Twenty event names, the first ones the most frequent. */
const eventNames = [
  'page_viewed',
  'report_opened',
  'item_created',
  'search_done',
  'comment_added',
  'file_uploaded',
  'report_exported',
  'purchase',
  'invite_sent',
  'teammate_joined',
  'integration_added',
  'settings_changed',
  'dashboard_shared',
  'alert_created',
  'plan_viewed',
  'support_opened',
  'api_key_made',
  'trial_extended',
  'plan_upgraded',
  'account_closed',
];

function several(random: () => number, values: readonly string[], most: number): string[] {
  return Array.from({ length: Math.floor(random() * (most + 1)) }, () => pick(random, values));
}

/** User `number` (from 1) of the benchmark: native fields and twenty attributes. */
export function makeProfile(number: number): Profile {
  const random = createRandom(number);
  const created = benchNow - Math.floor(random() * 720) * day - Math.floor(random() * day);
  const lastActivity = created + Math.floor(random() ** 0.3 * (benchNow - created));
  const attributes = new Map<string, Value>([
    ['plan', pick(random, plans, 2)],
    ['role', pick(random, roles)],
    ['company_size', pick(random, sizes)],
    ['industry', pick(random, industries)],
    ['country', pick(random, countries, 2)],
    ['city', pick(random, cities)],
    ['title', `${pick(random, words)} ${pick(random, words)} ${pick(random, words)}`],
    ['company', `Company ${Math.floor(random() * 50_000)}`],
    ['mrr', Math.round(random() ** 3 * 100_000) / 100],
    ['seats', 1 + Math.floor(random() ** 2 * 200)],
    ['health', Math.round(random() * 1000) / 10],
    ['invoices', Math.floor(random() * 30)],
    ['beta', random() < 0.1],
    ['verified', random() < 0.7],
    ['interests', several(random, interests, 4)],
    ['signup_channel', pick(random, channels)],
    [
      'renewal',
      new Date(benchNow + Math.floor((random() - 0.3) * 300) * day).toISOString().slice(0, 10),
    ],
    [
      'referrer',
      `https://www.example.test/${pick(random, channels)}/${Math.floor(random() * 1000)}`,
    ],
    ['theme', random() < 0.5 ? 'dark' : 'light'],
  ]);
  if (random() < 0.4) attributes.set('nps', Math.floor(random() * 11));
  return {
    native: {
      id: `user-${number}`,
      name: `User ${number}`,
      email: `user.${number}@${pick(random, domains)}`,
      language: random() < 0.6 ? 'en' : 'fr',
      firstSeen: created,
      lastActivity,
      created,
      sessions: Math.floor(random() ** 2 * 80),
      tags: random() < 0.05 ? ['vip'] : [],
    },
    attributes,
    traits: new Map(),
    seen: new Set(),
    completed: new Set(),
    answers: new Map(),
    imports: new Set(),
  };
}

/** One event of the benchmark. */
export interface BenchEvent {
  number: number;
  name: string;
  timestamp: Instant;
  properties: Map<string, Value>;
}

/** Event `i` (from 0) of a population of `users`, spread over the 180 days before `benchNow`. */
export function makeEvent(i: number, users: number): BenchEvent {
  const random = createRandom(0x9e3779b9 ^ (i + 1));
  const name = pick(random, eventNames, 2.2);
  return {
    number: 1 + Math.floor(random() ** 1.4 * users),
    name,
    timestamp: benchNow - Math.floor(random() ** 1.3 * 180 * day),
    properties: new Map<string, Value>([
      ['dollars', Math.round(random() ** 2 * 30_000) / 100],
      ['page', `/${pick(random, channels)}/${Math.floor(random() * 200)}`],
      ['items', 1 + Math.floor(random() * 9)],
    ]),
  };
}
