import type { Segment } from './wire.ts';

/** Called once an identification is complete; with an error when it has been refused. */
export type IdentifyCallback = (error?: Error) => void;

/** What may be said beside a `set`. */
export type SetOptions =
  | boolean
  | {
      refetchBoosted?: boolean;
      refreshBoosted?: boolean;
      refreshChangelog?: boolean;
      removeUnspecified?: boolean;
    };

/** Custom attributes; `null` and `undefined` remove one. */
type Attributes = Record<
  string,
  string | number | boolean | readonly (string | number | boolean)[] | Date | null | undefined
>;

/** What became of an experience, and at which of its steps. */
interface ExperienceEvent {
  experienceId: string;
  type: string;
  stepId?: string;
}

/** What listeners are given. */
export interface EventPayloads {
  'experience:seen': ExperienceEvent;
  'experience:completed': ExperienceEvent;
  'experience:dismissed': ExperienceEvent;
  'experience:answered': ExperienceEvent & { value: number | string | readonly string[] };
  'segments:changed': {
    segments: readonly Segment[];
    entered: readonly Segment[];
    left: readonly Segment[];
  };
  'user:identified': { userId: string };
  error: { message: string };
}

/** Begins or stops listening. */
export type Listen<Name extends keyof EventPayloads> = readonly [
  'on' | 'off',
  Name,
  readonly [(payload: EventPayloads[Name]) => void],
];

/** What else can be pushed, in the documented form. */
export type Command =
  | ['do', 'identify', readonly [userId: string, callback?: IdentifyCallback, signature?: string]]
  | ['set', 'user:id', readonly [userId: string]]
  | ['set', 'user:name' | 'user:email' | 'user:language', readonly [value: string | null]]
  | ['set', 'core:language', readonly [language: string, refetch?: boolean]]
  | ['set', 'user:attributes', readonly [Attributes, options?: SetOptions, fromSegment?: boolean]]
  | [
      'set',
      'user:group',
      readonly [
        { groupId: string; traits?: Record<string, unknown> },
        options?: { fromSegment?: boolean },
      ],
    ]
  | ['do', 'track', readonly [event: string, properties?: Record<string, unknown>]]
  | ['do', 'segmentio:track', readonly [Record<string, unknown>]]
  | ['do', 'boosted:trigger', readonly [{ evolutionId: string }]]
  | ['do', 'boosted:refresh' | 'boosted:hash-change', ...([] | [readonly []])]
  | ['do', `widget:${'open' | 'close' | 'show' | 'hide' | 'resetLastOpenDate'}`]
  | ['do', 'rc:open' | 'rc:close' | 'user:reset' | 'storage:reset']
  | ['get', keyof Answers];

/** What a `get` is answered with. */
interface Answers {
  'user:id': string | null;
  'user:attributes': Record<string, string | number | boolean | (string | number | boolean)[]>;
  'user:language': string;
  /** `undefined` when the server has refused to say. */
  'user:segments': readonly Segment[] | undefined;
  'widget:lastOpenDate': string | null;
  'widget:unreadCount': number;
}

/** What the promise of a command becomes: an identification is the user id, or nothing. */
export type Result<Pushed> = Pushed extends readonly ['get', infer Name extends keyof Answers]
  ? Answers[Name]
  : Pushed extends readonly ['do', 'identify', unknown]
    ? string | undefined
    : undefined;
