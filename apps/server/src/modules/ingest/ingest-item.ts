import type { EventSource, Instant, Value } from '@muster/conditions';
import type { ExperienceAction } from '@muster/protocol';
import type { Identity } from '../../store/store.ts';
import type { ImportPlan, RowIssue } from '../imports/import-plan.ts';
import type { NativeChanges } from '../profiles/profile-changes.ts';

/** Where items come from, and what that means for them. One object is shared by many items. */
export interface Origin {
  /** Shown as Source of what it sets, e.g. `API` or `CSV: customers.csv`. */
  label: string;
  /** The source of its events in conditions. */
  eventSource: EventSource;
  /** Whether an item shows that the user was active at its time; a loaded file does not. */
  isActivity: boolean;
  /**
   * The space of its items' message ids; absent: that of the server API. Several senders of one message,
   * such as Segment's server and its destination in a page, share one.
   */
  messageSpace?: string;
}

/** The server API. */
export const apiOrigin: Origin = { label: 'API', eventSource: 'api', isActivity: true };

/** What a page says by the browser SDK. */
export const sdkOrigin: Origin = {
  label: 'SDK',
  eventSource: 'app',
  isActivity: true,
  messageSpace: 'app',
};

/** What Segment's destination in a page hands to the browser SDK. */
export const segmentOrigin: Origin = {
  label: 'Segment',
  eventSource: 'segment',
  isActivity: true,
  messageSpace: 'segment',
};

/** One thing to record, checked and canonical. Nothing below validation looks at raw JSON. */
export type IngestItem = IdentifyItem | TrackItem | CommandItem | SourceItem | ImportRowItem;

interface ItemBase {
  origin: Origin;
  timestamp: Instant;
  /** When it reached this server: becomes `created` of a user who is new. */
  arrivedAt: Instant;
}

export interface IdentifyItem extends ItemBase {
  type: 'identify';
  userId: string;
  /** The anonymous user whom this one was until now. */
  anonymousId?: string;
  /** Absent: it is not recognised when sent again. */
  messageId?: string;
  /** Custom attributes; `null` removes. */
  attributes: ReadonlyMap<string, Value | null>;
}

export interface TrackItem extends ItemBase {
  type: 'track';
  identity: Identity;
  event: string;
  messageId: string;
  /** The message id was made here, so it cannot have been seen before. */
  hasOwnMessageId: boolean;
  properties: ReadonlyMap<string, Value>;
}

/** Whom an item of a source is about. */
export type SourceWho = Identity | { kind: 'email'; id: string };

/** What a source sends about one user, with any of the effects below. */
export interface SourceItem extends ItemBase {
  type: 'source';
  who: SourceWho;
  /** Absent: it is not recognised when sent again. */
  messageId?: string;
  /** False: what is about somebody unknown is refused. */
  createsUser: boolean;
  /** What the user was known by until now. */
  formerId?: string;
  /**
   * The sender says that `formerId` is her whatever it is (an alias): refused when it is another
   * identified user. Without it that id is anonymous, and one that leads to somebody else stays with him.
   */
  isAlias?: boolean;
  native?: NativeChanges;
  /** `null` removes, as in the next. */
  attributes?: ReadonlyMap<string, Value | null>;
  traits?: ReadonlyMap<string, Value | null>;
  /** Attributes for whoever has none of that key, and never had. */
  once?: ReadonlyMap<string, Value>;
  /**
   * Attributes as the sender has them, whenever they were set: they fill what is missing and replace what
   * the same source had set, but nothing that somebody else said.
   */
  snapshot?: ReadonlyMap<string, Value>;
  event?: EventEffect;
}

/** A row of an imported file (decision 0031); the rows of one import come in order. */
export interface ImportRowItem extends ItemBase {
  type: 'importRow';
  /** One object is shared by many rows. */
  plan: ImportPlan;
  row: number;
  /** The user, or who a new one is to be; absent: nothing of the row can be taken. */
  identity?: Identity;
  /** The address by which she is found, as it is written. */
  email?: string;
  /** `null` removes. */
  native: NativeChanges;
  attributes: ReadonlyMap<string, Value | null>;
  /** What was refused of the row. */
  issues: readonly RowIssue[];
}

/** A browser's id and the user whom it is to be. */
export interface Link {
  as: string;
  userId: string;
}

/** A command of a browser (decision 0018): shows activity, and has any of the effects below. */
export interface CommandItem extends ItemBase {
  type: 'command';
  stream: string;
  seq: number;
  /** The browser's own id, an anonymous id. */
  as: string;
  /**
   * Every `identify` before it in the same request: unless each `as` is that user by now, one of them
   * was refused, and all that came after it must be sent again.
   */
  after?: readonly Link[];
  /** Identifies: the user whom `as` is from now on. */
  userId?: string;
  startsSession?: boolean;
  /** Becomes the language of a user who has none. */
  firstLanguage?: string;
  native?: NativeChanges;
  values?: ValueEffect;
  experience?: ExperienceEffect;
  event?: EventEffect;
}

/** What a user did with an experience; whether there is one is known when it is applied. */
export interface ExperienceEffect {
  experienceId: string;
  action: ExperienceAction;
  stepId?: string;
  /** Of an answer. */
  value?: Value;
  /** The id of one showing. */
  show?: string;
}

/** The place of a command in its stream is an id that a repetition shares, should it ever get so far. */
export function toMessageId({ stream, seq }: CommandItem): string {
  return `${stream}/${seq}`;
}

/** Values that a command sets or removes. */
export interface ValueEffect {
  kind: 'attributes' | 'traits';
  /** The command that they came by, for the paths of refusals. */
  from: 'values' | 'group';
  changes: ReadonlyMap<string, Value | null>;
  /** Present: what the same source had set beside these keys is removed. */
  keepOnly?: ReadonlySet<string>;
}

/** An occurrence that a command reports. */
export interface EventEffect {
  name: string;
  timestamp: Instant;
  messageId: string;
  /** As of a `TrackItem`. */
  hasOwnMessageId: boolean;
  properties: ReadonlyMap<string, Value>;
}
