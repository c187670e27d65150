import { type Instant, splitAnswerKey, type Value } from '@muster/conditions';
import type { Interaction, ProfileDocument, Stamped } from './profile-document.ts';

/** A value with where and when it was set; the instant as an ISO string. */
export interface ValueView {
  value: Value;
  source: string;
  updatedAt: string;
}

/** What everybody has, as lists show it; what is missing is null. */
export interface NativeView {
  /** The user id; of an anonymous user null. */
  id: string | null;
  anonymousId: string | null;
  name: string | null;
  email: string | null;
  language: string | null;
  firstSeen: string | null;
  lastActivity: string | null;
  created: string;
  sessions: number;
  tags: string[];
}

/** A user as `GET /users/{id}` shows her; removed values are left out. */
export interface ProfileView extends NativeView {
  attributes: Record<string, ValueView>;
  traits: Record<string, ValueView>;
  interactions: ({ experienceId: string } & InteractionView)[];
  answers: AnswerView[];
}

/** Instants as ISO strings, null for what has not happened. */
export type InteractionView = Record<keyof Interaction, string | null>;

export interface AnswerView {
  experienceId: string;
  stepId: string;
  value: Value;
  answeredAt: string;
}

export function toNativeView(document: ProfileDocument): NativeView {
  return {
    id: document.userId ?? null,
    anonymousId: document.anonymousId ?? null,
    name: document.name?.value ?? null,
    email: document.email?.value ?? null,
    language: document.language?.value ?? null,
    firstSeen: formatInstant(document.firstSeen),
    lastActivity: formatInstant(document.lastActivity),
    created: new Date(document.created).toISOString(),
    sessions: document.sessions,
    tags: document.tags,
  };
}

export function toProfileView(document: ProfileDocument): ProfileView {
  return {
    ...toNativeView(document),
    attributes: toValueViews(document.attributes),
    traits: toValueViews(document.traits),
    interactions: [...document.interactions].map(([experienceId, interaction]) => ({
      experienceId,
      ...toInteractionView(interaction),
    })),
    answers: toAnswerViews(document),
  };
}

export function toInteractionView(interaction: Interaction | undefined): InteractionView {
  return {
    firstSeen: formatInstant(interaction?.firstSeen),
    seen: formatInstant(interaction?.seen),
    completed: formatInstant(interaction?.completed),
    dismissed: formatInstant(interaction?.dismissed),
  };
}

export function toAnswerViews({ answers }: ProfileDocument): AnswerView[] {
  return [...answers].map(([key, { value, at }]) => ({
    ...splitAnswerKey(key),
    value,
    answeredAt: new Date(at).toISOString(),
  }));
}

function formatInstant(instant: Instant | undefined): string | null {
  return instant === undefined ? null : new Date(instant).toISOString();
}

/** `Object.fromEntries` makes own properties of `__proto__` and its like; assignment would not. */
function toValueViews(stamped: ReadonlyMap<string, Stamped<Value>>): Record<string, ValueView> {
  const views: [string, ValueView][] = [];
  for (const [key, { value, source, at }] of stamped) {
    if (value !== null) views.push([key, { value, source, updatedAt: new Date(at).toISOString() }]);
  }
  return Object.fromEntries(views);
}
