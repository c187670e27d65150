import type { PickerItem, ShownExperience, TrackerItem } from './experiences/shown.ts';
import type { Json, JsonRecord } from './json.ts';

// What goes over the wire (docs/decisions/0018-sdk-protocol.md).

/** One command, without what the queue adds to it (seq, at, as). */
export type WireCommand =
  | { type: 'identify'; userId: string; signature?: string | undefined }
  | { type: 'session'; language?: string }
  | { type: 'page'; url: string; title?: string; referrer?: string }
  | { type: 'native'; values: JsonRecord }
  | { type: 'attributes'; values: JsonRecord; segment: boolean; removeUnspecified: boolean }
  | { type: 'group'; groupId: string; traits: JsonRecord; segment: boolean }
  | { type: 'track'; event: string; properties?: JsonRecord }
  | {
      type: 'segmentTrack';
      event: string;
      messageId?: string | undefined;
      timestamp?: Json;
      properties?: JsonRecord;
    }
  | {
      type: 'experience';
      experienceId: string;
      action: 'seen' | 'stepSeen' | 'completed' | 'dismissed' | 'answered';
      stepId?: string | undefined;
      value?: Json | undefined;
      show: string;
    };

/** A segment that the user of this browser is in. */
export interface Segment {
  id: string;
  name: string;
}

/** Why a command, or one key of it, was not taken. */
export interface Rejection {
  seq: number;
  code: string;
  message: string;
  path?: string;
  scope?: string;
}

/** The answer to a request that was understood. */
export interface Reply {
  accepted: number;
  rejected: readonly Rejection[];
  users: Readonly<Record<string, string | null>>;
  segments?: readonly Segment[] | undefined;
  /** The most important first. */
  experiences?: readonly (ShownExperience | TrackerItem | PickerItem)[] | undefined;
}
