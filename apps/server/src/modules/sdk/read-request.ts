import { deviceNames } from '@muster/protocol';
import { HttpProblem } from '../../http/problem.ts';
import { decodeText } from '../../http/read-body.ts';
import { parseJson } from '../ingest/parse-body.ts';
import type { RawItem } from '../ingest/read-fields.ts';
import { isJsonObject } from '../ingest/read-values.ts';
import type { Page } from '../targeting/visit.ts';
import type { PersonQuestion } from './person-answers.ts';

/** Most commands of one request. */
const maxCommands = 1000;

/** A command of which only the place in its stream is known. */
export interface NumberedCommand {
  seq: number;
  raw: RawItem;
}

/** A request of a browser, its commands unread. */
export interface SdkRequest {
  stream: string;
  /** The browser's clock when it sent. */
  sentAt: number;
  commands: NumberedCommand[];
  /** What is asked, and about whose user. */
  question?: PersonQuestion;
}

/** Made at random by the browser; too long to be guessed, and no id that people write looks so. */
const randomId = /^[A-Za-z0-9_-]{21,64}$/;

export function isRandomId(raw: unknown): raw is string {
  return typeof raw === 'string' && randomId.test(raw);
}

/**
 * The envelope of a request. Throws an `HttpProblem`, 422 or 413, when it is wrong as a whole; what a
 * command says is read one by one.
 */
export function readRequest(body: unknown): SdkRequest {
  if (!isJsonObject(body)) throw refuse('', 'not_an_object', 'The body is not a JSON object.');
  const commands = readCommands(body.commands);
  const asked = readAsk(body, commands);
  if (commands.length === 0) return { stream: '', sentAt: 0, commands, ...asked };
  const { stream, sentAt } = body;
  if (!isRandomId(stream)) throw refuse('stream', 'invalid_stream', idMessage('stream'));
  if (typeof sentAt !== 'number' || !Number.isFinite(sentAt)) {
    throw refuse('sentAt', 'not_a_number', 'The sentAt is not in milliseconds since 1970.');
  }
  return { stream, sentAt, commands, ...asked };
}

/** A body that may hold no more than a question is so small. */
const maxQuestionBytes = 4096;

/**
 * The request of a body that has no commands in it, so that nothing of it need go where writing is
 * done; `undefined` of any other. Throws as `readRequest`.
 */
export function readQuestion(body: Uint8Array): SdkRequest | undefined {
  if (body.byteLength > maxQuestionBytes) return undefined;
  const request = readRequest(parseJson(decodeText(body)));
  return request.commands.length === 0 ? request : undefined;
}

/** The browser's own id, alone in a body. Throws as `readRequest`. */
export function readSpeaker(body: Uint8Array): string {
  const request = parseJson(decodeText(body));
  if (!isJsonObject(request)) throw refuse('', 'not_an_object', 'The body is not a JSON object.');
  return readAsked(request, []);
}

function readCommands(raw: unknown): NumberedCommand[] {
  if (raw === undefined) return [];
  if (!Array.isArray(raw)) throw refuse('commands', 'not_a_list', 'The commands are not a list.');
  if (raw.length > maxCommands) {
    const detail = `The request has ${raw.length} commands; at most ${maxCommands} are taken at once.`;
    throw new HttpProblem(413, 'too_many_commands', detail);
  }
  return raw.map(numberCommand);
}

function numberCommand(raw: unknown, index: number): NumberedCommand {
  const path = `commands[${index}]`;
  if (!isJsonObject(raw)) throw refuse(path, 'not_an_object', 'A command is a JSON object.');
  const { seq } = raw;
  if (typeof seq === 'number' && Number.isSafeInteger(seq) && seq > 0) return { seq, raw };
  throw refuse(`${path}.seq`, 'invalid_seq', 'The seq is not a whole number from 1 on.');
}

function readAsk(
  body: RawItem,
  commands: readonly NumberedCommand[],
): Pick<SdkRequest, 'question'> {
  const { ask, trigger, debug } = body;
  if (ask === undefined) return {};
  if (!Array.isArray(ask) || !ask.every((each) => each === 'segments' || each === 'experiences')) {
    const message = 'It can be asked for "segments" and "experiences", in a list.';
    throw refuse('ask', 'unknown_question', message);
  }
  if (ask.length === 0) return {};
  const question = { as: readAsked(body, commands), segments: ask.includes('segments') };
  if (!ask.includes('experiences')) return { question };
  const experiences = {
    page: readPage(body.page),
    ...(typeof trigger === 'string' ? { trigger } : readClaim(trigger)),
    explains: debug === true,
  };
  return { question: { ...question, experiences } };
}

/** What a page is about to show, and wants to know whether it may. */
function readClaim(raw: unknown) {
  if (!isJsonObject(raw)) return {};
  const { claim: experienceId, token } = raw;
  if (typeof experienceId === 'string' && isRandomId(token)) {
    return { claim: { experienceId, token } };
  }
  throw refuse('trigger', 'invalid_claim', idMessage('token'));
}

/** Longer addresses than browsers have count as such that cannot be read. */
const maxUrlLength = 32_000;

function readPage(raw: unknown): Page {
  const page = isJsonObject(raw) ? raw : {};
  const device = deviceNames.find((each) => each === page.device);
  if (typeof page.url !== 'string' || device === undefined) {
    const message = 'Experiences are of a page: its url and device, desktop, tablet or mobile.';
    throw refuse('page', 'invalid_page', message);
  }
  return { url: page.url.length > maxUrlLength ? '' : page.url, device };
}

/** Whom a question is about: who is named beside it, or else the last command's. */
function readAsked(body: RawItem, commands: readonly NumberedCommand[]): string {
  const as = body.as ?? commands.at(-1)?.raw.as;
  if (isRandomId(as)) return as;
  throw refuse('as', 'invalid_as', idMessage('as'));
}

/** What an id must be, for the refusal of one that is not. */
export function idMessage(field: string): string {
  return `The ${field} is not 21 to 64 random characters of base64url.`;
}

function refuse(path: string, code: string, message: string): HttpProblem {
  return new HttpProblem(422, 'invalid_request', message, { errors: [{ path, message, code }] });
}
