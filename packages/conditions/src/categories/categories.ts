import type { AttributeSource, Condition, EventSource } from '../tree.ts';

export type CategoryId =
  | 'attributes'
  | 'experiences'
  | 'segments'
  | 'customAttributes'
  | 'events'
  | 'segmentTraits'
  | 'segmentEvents'
  | 'postHogEvents'
  | 'apiEvents';

/** What the conditions of a category ask about. */
export type CategorySubject =
  | { type: 'attribute'; source: AttributeSource }
  | { type: 'event'; source: EventSource }
  | { type: 'experience' }
  | { type: 'segment' };

/** A section of the builder's menu, and the tile that its conditions wear. */
export interface Category {
  id: CategoryId;
  label: string;
  /** Hue of its tile in OKLCH degrees; lightness and chroma are the theme's. */
  hue: number;
  /** Name of the Lucide icon. */
  icon: string;
  /** Whether the builder offers it on its own or once the project has something of it. */
  shown: 'always' | 'whenOneExists';
  subject: CategorySubject;
}

/** All categories, in the order of the builder's menu. */
export const categories: readonly Category[] = [
  {
    id: 'attributes',
    label: 'Attributes',
    hue: 82,
    icon: 'CircleUserRound',
    shown: 'always',
    subject: { type: 'attribute', source: 'native' },
  },
  {
    id: 'experiences',
    label: 'Experiences',
    hue: 258,
    icon: 'Sparkles',
    shown: 'always',
    subject: { type: 'experience' },
  },
  {
    id: 'segments',
    label: 'Segments',
    hue: 205,
    icon: 'Layers',
    shown: 'always',
    subject: { type: 'segment' },
  },
  {
    id: 'customAttributes',
    label: 'Custom attributes',
    hue: 8,
    icon: 'Braces',
    shown: 'whenOneExists',
    subject: { type: 'attribute', source: 'custom' },
  },
  {
    id: 'events',
    label: 'Events',
    hue: 152,
    icon: 'MousePointerClick',
    shown: 'whenOneExists',
    subject: { type: 'event', source: 'app' },
  },
  {
    id: 'segmentTraits',
    label: 'Segment.io traits',
    hue: 312,
    icon: 'PlugZap',
    shown: 'whenOneExists',
    subject: { type: 'attribute', source: 'trait' },
  },
  {
    id: 'segmentEvents',
    label: 'Segment.io events',
    hue: 288,
    icon: 'Zap',
    shown: 'whenOneExists',
    subject: { type: 'event', source: 'segment' },
  },
  {
    id: 'postHogEvents',
    label: 'PostHog events',
    hue: 34,
    icon: 'Radio',
    shown: 'whenOneExists',
    subject: { type: 'event', source: 'posthog' },
  },
  {
    id: 'apiEvents',
    label: 'API events',
    hue: 236,
    icon: 'Webhook',
    shown: 'whenOneExists',
    subject: { type: 'event', source: 'api' },
  },
];

const categoriesBySubject = new Map(
  categories.map((category) => [subjectKey(category.subject), category]),
);

/** The category that a condition belongs to. */
export function categoryOf(condition: Condition): Category {
  const category = categoriesBySubject.get(subjectKey(subjectOf(condition)));
  if (category === undefined) throw new Error(`No category holds a ${condition.type} condition.`);
  return category;
}

function subjectOf(condition: Condition): CategorySubject {
  switch (condition.type) {
    case 'attribute':
      return { type: 'attribute', source: condition.source };
    case 'event':
      return { type: 'event', source: condition.source };
    case 'experience':
    case 'answer':
      return { type: 'experience' };
    case 'segment':
      return { type: 'segment' };
    case 'import':
      // Being in an import is a fact that we recorded about the user, as the native fields are.
      return { type: 'attribute', source: 'native' };
  }
}

function subjectKey(subject: CategorySubject): string {
  return 'source' in subject ? `${subject.type} ${subject.source}` : subject.type;
}
