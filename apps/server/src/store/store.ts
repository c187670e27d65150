import type { EventSource, Group, Instant, Value } from '@muster/conditions';
import type { RateLimit } from '@muster/protocol';
import type { ProfileDocument } from '../modules/profiles/profile-document.ts';
import type { AccountReads, AccountWrites } from './account-transaction.ts';
import type { Activity } from './activity.ts';
import type { BackupSource } from './backup/back-up-store.ts';
import type { CatalogNote } from './catalog-notes.ts';
import type { ClaimReads, ClaimWrites } from './claims.ts';
import type { Committed } from './committed.ts';
import type { DeletedProjectReads, DeletedProjectWrites } from './deleted-projects.ts';
import type { ExperienceRow, ExperienceVersion } from './experiences.ts';
import type { ExportReads, ExportWrites } from './export-transaction.ts';
import type {
  ImportChange,
  ImportIssue,
  ImportProgress,
  ImportRow,
  ImportSettings,
  KeptIssue,
} from './import-rows.ts';
import type { PersonalDataReads, PersonalDataWrites } from './personal-data-transaction.ts';
import type { ReadChange } from './read-change.ts';
import type { SegmentSize } from './segment-sizes.ts';
import type { SourceReads, SourceWrites } from './source-transaction.ts';
import type { StreamRow } from './streams.ts';
import type { TrackedEventRow, TrackedEventVersion } from './tracked-events.ts';
import type { WebhookReads, WebhookWrites } from './webhook-transaction.ts';
import type { WorkReads } from './work-reads.ts';

/**
 * The truth. One interface, two implementations (`sqlite/`, `postgres/`) that one suite runs on. No
 * population question is asked here: everything is read by key or scanned in key order.
 * All instants are milliseconds since the epoch. Ids, time and randomness come from the caller.
 */
export interface Store extends BackupSource {
  readonly kind: 'sqlite' | 'postgres';
  /**
   * Runs `work` in one transaction and resolves when it is durable (fsynced). Write transactions are
   * serialised, so positions of the change log become visible in order. A throw rolls all back.
   * Rejects with a `StoreError` (store-errors.ts) on a full disk, a lock, a lost server; nothing is
   * kept then. Do not call `write` or `read` of the store inside `work`: use `tx`.
   */
  write<T>(work: (tx: WriteTransaction) => Promise<T>): Promise<T>;
  /**
   * As `write`, but resolves as soon as others can read it, so that the next may begin; nobody may be
   * told before it is `durable`. That never rejects unheard: who has no use for it may leave it.
   */
  commit<T>(work: (tx: WriteTransaction) => Promise<T>): Promise<Committed<T>>;
  /** Resolves when everything that can be read at the time of the call would survive a power cut. */
  settle(): Promise<void>;
  /** Runs `work` on one consistent snapshot of what is committed; it holds up no writer. */
  read<T>(work: (tx: ReadTransaction) => Promise<T>): Promise<T>;
  /** Position of the last committed change; 0 when there was none. */
  headPosition(): Promise<number>;
  /** Resolves when everything written is on disk and the files are released. */
  close(): Promise<void>;
}

export interface Project {
  /** Public id, used by the SDK and in URLs. */
  id: string;
  /** Dense number, used as a key in store and index. */
  number: number;
  name: string;
  /** IANA name; `UTC` until set. */
  timeZone: string;
  createdAt: Instant;
  /** How browsers prove who they are; absent until it is first turned on. */
  verification?: IdentifyVerification;
  /** As of `findShowingSettings`; absent: the default. */
  rateLimit?: RateLimit | null;
  explainsInPages?: boolean;
  /** Whether who enters and leaves a segment has an event of it. */
  recordsMoves?: boolean;
  /** Events that are older go; absent: none do. */
  eventRetentionDays?: number;
  /** What passes of the picker are signed with; absent until one was opened. */
  pickerSecret?: string;
}

/** Whether `identify` of a browser needs a signature, and what it is made with. */
export interface IdentifyVerification {
  isRequired: boolean;
  secret: string;
  /** The secret before this one, while servers may still use it. */
  previous?: { secret: string; until: Instant };
}

/** A secret API key, stored as the SHA-256 of the key in hex. */
export interface ApiKey {
  id: string;
  projectNumber: number;
  name: string;
  hash: string;
  /** First characters of the key, to recognise it by. */
  prefix: string;
  scope: 'read' | 'write';
  createdAt: Instant;
  revokedAt?: Instant;
}

/** What a user is known by. A user id and an anonymous id may be equal text and yet two users. */
export interface Identity {
  kind: 'user' | 'anonymous';
  id: string;
}

export interface EventRow {
  number: number;
  source: EventSource;
  name: string;
  timestamp: Instant;
  /** Distinguishes occurrences of one name at one instant; the message id. */
  messageId: string;
  properties: ReadonlyMap<string, Value>;
}

/** Where an event stands among those of one person. */
export type EventPosition = Pick<EventRow, 'source' | 'name' | 'timestamp' | 'messageId'>;

/** Which events of one person a plan needs. */
export interface EventQuery {
  source: EventSource;
  name: string;
  from?: Instant;
  until?: Instant;
}

/** What the indexer follows. Each entry is small enough to hold in memory. */
export type Change =
  | { type: 'profiles'; project: number; numbers: number[] }
  | { type: 'events'; project: number; events: EventRow[] }
  | { type: 'merge'; project: number; from: number; to: number }
  | { type: 'erase'; project: number; number: number }
  /** Events of before an instant of users in a range are gone: `after` < number ≤ `through`. */
  | { type: 'expire'; project: number; after: number; through: number; before: Instant }
  | { type: 'timeZone'; project: number }
  /** Nothing is ever about that project again: numbers of projects are given once. */
  | { type: 'deleteProject'; project: number };

export interface Badge {
  emoji?: string;
  icon?: string;
  label?: string;
  color?: string;
}

export interface SegmentRow {
  id: string;
  project: number;
  name: string;
  description: string;
  badge?: Badge;
  /** As stored: it may no longer parse, so it is `unknown` until `parseTree` has seen it. */
  conditions: unknown;
  version: number;
  createdAt: Instant;
  createdBy: string;
  updatedAt: Instant;
  updatedBy: string;
}

/** A version of a segment as it was before an edit, or at its deletion. */
export interface SegmentVersion {
  segmentId: string;
  version: number;
  name: string;
  description: string;
  badge?: Badge;
  conditions: Group | unknown;
  at: Instant;
  by: string;
  /** Of the version at its deletion: what became of the experiences that used it. */
  settled?: SettledUse[];
}

/** An experience that was changed because a segment which it used was deleted. */
export interface SettledUse {
  experienceId: string;
  /** Which that change has made. */
  version: number;
}

export interface AuditEntry {
  project: number;
  at: Instant;
  by: string;
  /** e.g. `segment.updated`, `key.created`, `user.erased`. */
  action: string;
  subject: string;
  before?: unknown;
  after?: unknown;
}

/** An entry as it is read; later ones have higher numbers. */
export interface NumberedAuditEntry extends AuditEntry {
  number: number;
}

/** One name that events of a project have had. */
export interface EventName {
  source: EventSource;
  name: string;
}

export interface ReadTransaction
  extends AccountReads,
    ClaimReads,
    DeletedProjectReads,
    ExportReads,
    PersonalDataReads,
    SourceReads,
    WebhookReads,
    WorkReads {
  projects(): Promise<Project[]>;
  project(id: string): Promise<Project | undefined>;
  keyByHash(hash: string): Promise<ApiKey | undefined>;
  keys(project: number): Promise<ApiKey[]>;

  /** Numbers of the identities that are known; aliases lead to the merged user. Keyed `kind:id`. */
  findNumbers(project: number, identities: readonly Identity[]): Promise<Map<string, number>>;
  /** Documents of the numbers that exist, in any order. */
  profiles(project: number, numbers: readonly number[]): Promise<ProfileDocument[]>;
  /** Documents with number > `after` in order of number, at most `limit`. */
  scanProfiles(project: number, after: number, limit: number): Promise<ProfileDocument[]>;
  countProfiles(project: number): Promise<number>;
  /** One person's events that any of the queries asks for, each once. */
  findEvents(project: number, number: number, queries: readonly EventQuery[]): Promise<EventRow[]>;
  /** All events of one person, newest first; from the one after `position`. */
  eventsOf(
    project: number,
    number: number,
    limit: number,
    position?: EventPosition,
  ): Promise<EventRow[]>;
  /** All in key order (number, source, name, timestamp, id), in batches: pass the last row of one; an empty one ends. */
  scanEvents(project: number, after: EventRow | undefined, limit: number): Promise<EventRow[]>;
  countEvents(project: number): Promise<number>;
  eventNames(project: number): Promise<EventName[]>;
  /** Those of the streams that are known, in any order. */
  streams(project: number, ids: readonly string[]): Promise<StreamRow[]>;

  /**
   * Grows with every change of a segment, an experience or a no-code event, and of which imports there are; 0 for
   * a project that is not there.
   */
  definitionsRevision(project: number): Promise<number>;
  segments(project: number): Promise<SegmentRow[]>;
  segment(project: number, id: string): Promise<SegmentRow | undefined>;
  /** Newest first. */
  segmentVersions(project: number, id: string): Promise<SegmentVersion[]>;
  /** From that day on, oldest first. */
  segmentSizes(project: number, id: string, fromDay: string): Promise<SegmentSize[]>;
  /** Ids of the segments whose size of that day is kept. */
  sizedSegments(project: number, day: string): Promise<Set<string>>;

  /** By id. */
  experiences(project: number): Promise<ExperienceRow[]>;
  experience(project: number, id: string): Promise<ExperienceRow | undefined>;
  /** Newest first. */
  experienceVersions(project: number, id: string): Promise<ExperienceVersion[]>;
  /** In any order; of what nobody wrote about there is none. */
  catalogNotes(project: number): Promise<CatalogNote[]>;

  /** No-code events, by id. */
  trackedEvents(project: number): Promise<TrackedEventRow[]>;
  trackedEvent(project: number, id: string): Promise<TrackedEventRow | undefined>;
  /** Newest first. */
  trackedEventVersions(project: number, id: string): Promise<TrackedEventVersion[]>;
  /** In the order in which they were made; reads no settings. */
  imports(project: number): Promise<ImportRow[]>;
  import(project: number, id: string): Promise<ImportRow | undefined>;
  importSettings(number: number): Promise<ImportSettings | undefined>;
  /** Those of the imports, by number, that are there and do not run. */
  endedImports(numbers: readonly number[]): Promise<Set<number>>;
  /** All zero before the first row. */
  importProgress(number: number): Promise<ImportProgress>;
  /** Of the imports of a project, by number. */
  importProgresses(project: number): Promise<Map<number, ImportProgress>>;
  /** Of rows > `after` in their order, some batches of them; none is the end. */
  importIssues(number: number, after: number): Promise<ImportIssue[]>;
  /** What imports did to users: those of the pairs that are kept. */
  importChanges(
    pairs: readonly { import: number; number: number }[],
  ): Promise<{ import: number; number: number; change: ImportChange }[]>;
  /** What one did, in order of user number, after that one. */
  scanImportChanges(
    importNumber: number,
    after: number,
    limit: number,
  ): Promise<{ number: number; change: ImportChange }[]>;

  /** Newest first, from the one before number `before` on. */
  audit(project: number, limit: number, before?: number): Promise<NumberedAuditEntry[]>;

  /** Changes with position > `after`, in order, at most `limit` entries. */
  changes(after: number, limit: number): Promise<ReadChange[]>;
  /** The first position still in the log, minus one: an index older than this must be rebuilt. */
  oldestPosition(): Promise<number>;
  /** The position of the last change by which events have gone for good that is in the log; 0 when none is. */
  latestErasure(): Promise<number>;
  /** The position that this snapshot includes. */
  headPosition(): Promise<number>;
}

export interface WriteTransaction
  extends ReadTransaction,
    AccountWrites,
    ClaimWrites,
    DeletedProjectWrites,
    ExportWrites,
    PersonalDataWrites,
    SourceWrites,
    WebhookWrites {
  insertProject(project: Omit<Project, 'number'>): Promise<Project>;
  updateProject(project: Project): Promise<void>;
  insertKey(key: ApiKey): Promise<void>;
  revokeKey(project: number, id: string, at: Instant): Promise<boolean>;

  /** The first of `count` fresh dense numbers. The first of a project is 1. */
  allocateNumbers(project: number, count: number): Promise<number>;
  /** Points identities at numbers; replaces where they were pointed elsewhere (merge). */
  putIdentities(
    project: number,
    entries: readonly { identity: Identity; number: number }[],
  ): Promise<void>;
  putProfiles(project: number, documents: readonly ProfileDocument[]): Promise<void>;
  /**
   * Widens `firstSeen` … `lastActivity` of users, each named once, without touching their documents.
   * Returns the numbers of those for whom it made a difference.
   */
  widenActivity(project: number, activities: readonly Activity[]): Promise<number[]>;
  /** Records the message ids and returns those not seen before in this project. */
  keepNewMessageIds(project: number, messageIds: readonly string[]): Promise<Set<string>>;
  /** Forgets message ids that this transaction recorded for what it then did not keep. */
  forgetMessageIds(project: number, messageIds: Iterable<string>): Promise<void>;
  /** Inserts or replaces streams, each once; `keepHeard` leaves `heard` of one that is there. */
  putStreams(
    project: number,
    streams: readonly (StreamRow & { keepHeard: boolean })[],
  ): Promise<void>;
  /** Forgets at most `limit` streams of any project last heard of before, and says how many. */
  forgetStreams(heardBefore: Instant, limit: number): Promise<number>;
  /** A row that is there already (same number, source, name, timestamp, message id) is left as it is. */
  insertEvents(project: number, events: readonly EventRow[]): Promise<void>;
  /** Moves all events and identities of one number to another and removes the profile `from`. */
  mergeInto(project: number, from: number, to: number): Promise<void>;
  /**
   * Removes profile, identities, events, what is kept of refused items about her, what webhooks were or
   * would be told of her, and lets files expire that may have her. Message ids stay, so that a replay
   * cannot revive them.
   */
  erase(project: number, number: number): Promise<void>;
  /** Appends to the change log and returns the position of the last one. */
  appendChanges(changes: readonly Change[]): Promise<number>;
  /** Forgets changes up to and including `position`. */
  pruneChanges(position: number): Promise<void>;

  insertSegment(segment: SegmentRow): Promise<void>;
  /** Replaces the row when its stored version is `expectedVersion`; false when it is not. */
  updateSegment(segment: SegmentRow, expectedVersion: number): Promise<boolean>;
  /** Its versions stay, its sizes go. */
  deleteSegment(project: number, id: string): Promise<boolean>;
  /** A day that has a size already keeps that. */
  insertSegmentSizes(project: number, sizes: readonly SegmentSize[]): Promise<void>;
  insertSegmentVersion(project: number, version: SegmentVersion): Promise<void>;
  insertExperience(experience: ExperienceRow): Promise<void>;
  /** Replaces the row when its stored version is `expectedVersion`; false when it is not. */
  updateExperience(experience: ExperienceRow, expectedVersion: number): Promise<boolean>;
  /** Its versions stay. */
  deleteExperience(project: number, id: string): Promise<boolean>;
  insertExperienceVersion(project: number, version: ExperienceVersion): Promise<void>;

  /** Replaces the note of its subject. */
  putCatalogNote(project: number, note: CatalogNote): Promise<void>;
  insertTrackedEvent(trackedEvent: TrackedEventRow): Promise<void>;
  /** Replaces the row when its stored version is `expectedVersion`; false when it is not. */
  updateTrackedEvent(trackedEvent: TrackedEventRow, expectedVersion: number): Promise<boolean>;
  /** Its versions stay. */
  deleteTrackedEvent(project: number, id: string): Promise<boolean>;
  insertTrackedEventVersion(project: number, version: TrackedEventVersion): Promise<void>;
  insertImport(row: Omit<ImportRow, 'number'>, settings: ImportSettings): Promise<ImportRow>;
  /** Without settings, those stay. */
  updateImport(row: ImportRow, settings?: ImportSettings): Promise<void>;
  /** One that has not been run. */
  deleteImport(number: number): Promise<void>;
  putImportProgress(number: number, progress: ImportProgress): Promise<void>;
  /** Of rows that are after all those kept before. */
  insertImportIssues(number: number, issues: readonly KeptIssue[]): Promise<void>;
  /** Inserts or replaces, each pair once. */
  putImportChanges(
    changes: readonly { import: number; number: number; change: ImportChange }[],
  ): Promise<void>;
  deleteImportChanges(importNumber: number, numbers: readonly number[]): Promise<void>;
  /** Forgets everything that is kept to report on an import and to undo it. */
  forgetImport(importNumber: number): Promise<void>;

  /** Throws a `ProjectGoneError` when the project has been deleted. */
  insertAudit(entry: AuditEntry): Promise<void>;
}
