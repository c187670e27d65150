import type { Instant } from '@muster/conditions';
import type { SignatureScheme, SourceKind, SourceMapping } from '@muster/protocol';
import type { SourceRow } from '../../store/sources.ts';
import { type Origin, segmentOrigin } from '../ingest/ingest-item.ts';

/** What must be known of a source to take in what it sends: plain data, which another thread can take. */
export interface SourceSetup {
  /** Absent where an API key sends in the name of no source: nothing is kept of what is refused then. */
  id?: string;
  kind: SourceKind;
  name: string;
  signature: SignatureScheme;
  /** What signatures may be made with now. */
  secrets: string[];
  createsUsers: boolean;
  mapping?: SourceMapping;
}

export function toSetup(source: SourceRow, now: Instant): SourceSetup {
  const { id, kind, name, signature, secret, previous, createsUsers, mapping } = source;
  const isGrace = previous !== undefined && previous.until > now;
  return {
    id,
    kind,
    name,
    signature,
    secrets: [...(secret === undefined ? [] : [secret]), ...(isGrace ? [previous.secret] : [])],
    createsUsers,
    ...(mapping && { mapping }),
  };
}

/** What an API key sends in Segment's form. */
export const keySetup: SourceSetup = {
  kind: 'segment',
  name: 'Segment',
  signature: 'none',
  secrets: [],
  createsUsers: true,
};

/** What is shown as Source of what it writes. */
export function labelOf({ kind, name }: Pick<SourceSetup, 'kind' | 'name'>): string {
  if (kind === 'segment') return segmentOrigin.label;
  return kind === 'posthog' ? 'PostHog' : name;
}

export function toOrigin(setup: SourceSetup): Origin {
  const { kind, id = '', mapping } = setup;
  if (kind === 'segment') return segmentOrigin;
  if (kind === 'posthog') return posthogOrigin;
  return {
    label: labelOf(setup),
    eventSource: 'api',
    // What a CRM says of somebody does not mean that she was there.
    isActivity: mapping?.event !== undefined,
    messageSpace: `source ${id}`,
  };
}

const posthogOrigin: Origin = {
  label: 'PostHog',
  eventSource: 'posthog',
  isActivity: true,
  messageSpace: 'posthog',
};
