import type { Answer } from '../src/http.ts';
import type { Rejection } from '../src/wire.ts';

/** What may happen to a request on its way. */
export type Fault = 'none' | 'request lost' | 'answer lost' | '503' | '429' | 'login page';

/** A command as it is on the wire. */
export interface SentCommand {
  seq: number;
  at: number;
  as: string;
  type: string;
  userId?: string;
  event?: string;
}

interface SentRequest {
  stream: string;
  commands: SentCommand[];
  as?: string;
  ask?: string[];
}

const failure = (status: number): Answer => ({ status, retryAfter: null, body: undefined });

/** The server's half of decision 18: each stream once and in order, and who each `as` is. */
export function createModelServer() {
  const seqByStream = new Map<string, number>();
  const userByAs = new Map<string, string>();
  const applied: SentCommand[] = [];
  /** What whoever asks may see. */
  const shown: object[] = [];

  function apply({ stream, commands, as: asked, ask }: SentRequest): Answer {
    const rejected: Rejection[] = [];
    for (const command of commands) {
      const { seq, as, type, userId } = command;
      if (seq <= (seqByStream.get(stream) ?? 0)) continue;
      const linked = userByAs.get(as);
      const isConflict = type === 'identify' && linked !== undefined && linked !== userId;
      if (isConflict || rejected.length > 0) {
        rejected.push({ seq, code: 'identity_conflict', message: 'is another', scope: 'command' });
        continue;
      }
      if (type === 'identify') userByAs.set(as, userId ?? '');
      seqByStream.set(stream, seq);
      applied.push(command);
    }
    const known = [...commands.map(({ as }) => as), ...(asked === undefined ? [] : [asked])];
    const users = Object.fromEntries(known.map((as) => [as, userByAs.get(as) ?? null]));
    const segments = [{ id: `of ${asked && (userByAs.get(asked) ?? 'nobody')}`, name: '' }];
    const accepted = commands.length - rejected.length;
    const body = {
      accepted,
      rejected,
      users,
      ...(ask?.includes('segments') && { segments }),
      ...(ask?.includes('experiences') && { experiences: shown }),
    };
    return { status: 200, retryAfter: null, body };
  }

  return {
    /** In the order in which they came into force. */
    applied,
    shown,
    userByAs,
    receive(body: string, fault: Fault): Answer {
      if (fault === '503' || fault === '429') return failure(Number(fault));
      if (fault === 'login page') return failure(200);
      if (fault === 'request lost') return failure(0);
      const answer = apply(JSON.parse(body));
      return fault === 'answer lost' ? failure(0) : answer;
    },
  };
}
