import { lookup as lookUp } from 'node:dns';
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { findLiteralAddress, isPublicAddress } from './public-address.ts';

/** One message on its way. */
export interface OutgoingMessage {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** What came of it. */
export interface SendResult {
  /** Of the answer; absent: there was none. */
  status?: number;
  /** Why there was none, in a sentence. */
  error?: string;
  /** The beginning of the body of the answer. */
  response: string;
}

/** Sends a message once. Never rejects, but with the reason of the signal when that aborts. */
export type SendMessage = (message: OutgoingMessage, signal: AbortSignal) => Promise<SendResult>;

interface Settings {
  /** Whether it may speak to addresses that are not of the public internet. */
  allowsPrivate: boolean;
  userAgent: string;
  /** Until the head of the answer is there. */
  timeoutMs?: number;
  /** How long the beginning of its body is waited for. */
  bodyTimeoutMs?: number;
}

const maxResponseBytes = 1024;

/**
 * A sender that follows no redirect and looks at the address that it really connects to: what a name
 * leads to is asked once, by the connection itself, so it cannot change after the look (decision 33).
 */
export function createSendMessage(settings: Settings): SendMessage {
  const { allowsPrivate, userAgent, timeoutMs = 15_000, bodyTimeoutMs = 2_000 } = settings;

  return async (message, signal) => {
    signal.throwIfAborted();
    const url = new URL(message.url);
    const literal = findLiteralAddress(url);
    if (!allowsPrivate && literal !== undefined && !isPublicAddress(literal)) {
      return { error: refusePrivate(literal), response: '' };
    }
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const answer = await open(url, message, AbortSignal.any([signal, timeout]));
      return {
        status: answer.statusCode ?? 0,
        response: await readBeginning(answer, bodyTimeoutMs),
      };
    } catch (error) {
      signal.throwIfAborted();
      if (timeout.aborted)
        return { error: `No answer within ${timeoutMs / 1000} s.`, response: '' };
      return { error: describeFailure(error), response: '' };
    }
  };

  function open(url: URL, { headers, body }: OutgoingMessage, signal: AbortSignal) {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    return new Promise<IncomingMessage>((resolve, reject) => {
      const request: ClientRequest = send(url, {
        method: 'POST',
        // A connection of its own: one that was kept may be closed by the other side just now.
        agent: false,
        signal,
        ...(!allowsPrivate && { lookup: lookUpPublic }),
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': userAgent,
        },
      });
      request.on('response', resolve);
      // Also after the answer has begun: heard there, it would end the process here.
      request.on('error', reject);
      request.end(body);
    });
  }
}

/** As `dns.lookup`, but fails unless every address of the name is public. */
const lookUpPublic: LookupFunction = (hostname, options, callback) => {
  lookUp(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) {
      callback(error, []);
      return;
    }
    const refused = addresses.find(({ address }) => !isPublicAddress(address));
    const [first] = addresses;
    if (refused !== undefined) callback(new Error(refusePrivate(refused.address)), []);
    else if (options.all || first === undefined) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

function refusePrivate(address: string): string {
  return `${address} is not an address of the public internet.`;
}

/** The first bytes of a body as text; the rest is not read, however long it is or takes. */
function readBeginning(answer: IncomingMessage, timeoutMs: number): Promise<string> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let bytes = 0;
    const finish = () => {
      clearTimeout(timer);
      answer.destroy();
      const text = Buffer.concat(pieces).subarray(0, maxResponseBytes).toString('utf8');
      resolve(text);
    };
    const timer = setTimeout(finish, timeoutMs);
    answer.on('data', (piece: Buffer) => {
      pieces.push(piece);
      bytes += piece.length;
      if (bytes >= maxResponseBytes) finish();
    });
    answer.on('end', finish);
    // The status has been heard: a body that breaks off changes nothing about it.
    answer.on('error', finish);
  });
}

function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Of several addresses that all failed: each has its own reason.
  const [first] = error instanceof AggregateError ? error.errors : [];
  const text = error.message || (first instanceof Error ? first.message : '');
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (text === '') return code || error.name;
  return code === '' || text.includes(code) ? text : `${text} (${code})`;
}
