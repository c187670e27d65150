import type { SourceAccessBody, SourceBody, SourceErrorBody } from '@muster/protocol';
import type { SourceError } from '../../store/source-errors.ts';
import type { SourceRecord } from '../../store/source-records.ts';
import type { SourceRow } from '../../store/sources.ts';
import { labelOf } from './source-setup.ts';

/** A source with what came from it. */
export interface SourceView {
  source: SourceRow;
  record: SourceRecord;
  errorCount: number;
}

/** A source as the API shows it: neither its address nor its secret. */
export function toSourceBody({ source, record, errorCount }: SourceView): SourceBody {
  const { id, kind, name, logo, signature, createsUsers, mapping, version } = source;
  const { lastReceivedAt, lastRefusal, counts } = record;
  return {
    id,
    kind,
    name,
    label: labelOf(source),
    logo,
    signature,
    createsUsers,
    mapping: mapping ?? null,
    status: findStatus({ source, record }),
    lastReceivedAt: toText(lastReceivedAt),
    lastRefusal: lastRefusal ? { ...lastRefusal, at: toIso(lastRefusal.at) } : null,
    counts,
    errorCount,
    createdAt: toIso(source.createdAt),
    createdBy: source.createdBy,
    updatedAt: toIso(source.updatedAt),
    updatedBy: source.updatedBy,
    version,
  };
}

function findStatus({ source, record }: Omit<SourceView, 'errorCount'>): SourceBody['status'] {
  if (source.isPaused) return 'paused';
  const [last] = record.deliveries;
  if (last === undefined) return 'waiting';
  return last.refusal !== undefined || last.rejected > 0 ? 'failing' : 'receiving';
}

export function toAccessBody({ key, secret, previous }: SourceRow, now: number): SourceAccessBody {
  const isGrace = previous !== undefined && previous.until > now;
  return {
    path: `/in/${key}`,
    key,
    secret: secret ?? null,
    previousSecretUntil: isGrace ? toIso(previous.until) : null,
  };
}

export function toErrorBody(error: SourceError): SourceErrorBody {
  const { number, receivedAt, refusals, payload, isCut, attempts, lastAttemptAt } = error;
  return {
    id: String(number),
    receivedAt: toIso(receivedAt),
    refusals,
    payload,
    isCut,
    canReplay: !isCut,
    attempts,
    lastAttemptAt: toText(lastAttemptAt),
  };
}

function toText(at: number | undefined): string | null {
  return at === undefined ? null : toIso(at);
}

export function toIso(at: number): string {
  return new Date(at).toISOString();
}
