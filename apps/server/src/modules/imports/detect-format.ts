import { isAscii, isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { ImportFormat } from '@muster/protocol';
import { HttpProblem } from '../../http/problem.ts';
import { isPacked } from '../load/packed-file.ts';
import { normalizeLineEnds } from '../load/read-rows.ts';
import { detectDelimiter } from '../load/table-format.ts';
import { openTextFile } from '../load/text-file.ts';

type Encoding = ImportFormat['encoding'];

const headBytes = 64 * 1024;
const chunkBytes = 256 * 1024;

/**
 * What an uploaded file looks like. Throws a 422 for one that is empty or no text: a workbook, an archive,
 * a picture.
 */
export async function detectFormat(path: string): Promise<ImportFormat> {
  const head = await readHead(path);
  if (head.length === 0) throw refuseFile('file_empty', 'The file is empty.');
  if (isPacked(head)) {
    const detail = 'The file is a workbook or an archive, whatever its name says: save it as CSV.';
    throw refuseFile('file_not_csv', detail);
  }
  const encoding = await detectEncoding(path, head);
  return { encoding, ...(await detectMarks(path, encoding)) };
}

/** Delimiter and quotes of a file in that encoding. */
export async function detectMarks(
  path: string,
  encoding: Encoding,
): Promise<Pick<ImportFormat, 'delimiter' | 'quote'>> {
  const text = await readHeadText(path, encoding);
  const quote = detectQuote(text);
  const delimiter = detectDelimiter(text, quote);
  return { quote, delimiter: delimiter.type === 'character' ? delimiter.character : 'whitespace' };
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function detectEncoding(path: string, head: Buffer): Promise<Encoding> {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  const zeros = [countZeros(head, 0), countZeros(head, 1)] as const;
  const pairs = head.length / 2;
  // Text of Latin letters in UTF-16 has a zero in nearly every second byte.
  if (zeros[1] > pairs * 0.3 && zeros[0] < pairs * 0.05) return 'utf-16le';
  if (zeros[0] > pairs * 0.3 && zeros[1] < pairs * 0.05) return 'utf-16be';
  if (zeros[0] + zeros[1] > head.length * 0.1) {
    throw refuseFile('file_not_csv', 'The file is no text: save the table as CSV.');
  }
  return (await isMostlyUtf8(path)) ? 'utf-8' : 'windows-1252';
}

function countZeros(head: Buffer, from: number): number {
  let count = 0;
  for (let at = from; at < head.length; at += 2) if (head[at] === 0) count += 1;
  return count;
}

/**
 * False when what is not ASCII is rather no UTF-8: every byte is something in Windows-1252, so one bad
 * byte among many good characters is a flaw, and one with no good ones beside it is an accent.
 */
async function isMostlyUtf8(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8');
  let good = 0;
  let bad = 0;
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) {
    const bytes = Buffer.concat([held, chunk as Buffer]);
    const end = findWholeEnd(bytes);
    held = bytes.subarray(end);
    const whole = bytes.subarray(0, end);
    if (isAscii(whole)) continue;
    const text = decoder.decode(whole);
    const others = text.match(/[^\0-\x7f]/gu)?.length ?? 0;
    const lost = isUtf8(whole) ? 0 : (text.match(/\uFFFD/g)?.length ?? 0);
    good += others - lost;
    bad += lost;
  }
  return bad === 0 ? held.length === 0 || good > 0 : good > bad;
}

/** Where the last character that is there whole ends. */
function findWholeEnd(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0b1100_0000) === 0b1000_0000) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** The first lines, as far as they are whole. */
async function readHeadText(path: string, encoding: Encoding): Promise<string> {
  const { chunks } = await openTextFile(path, { encoding, isLenient: true });
  for await (const text of normalizeLineEnds(chunks)) {
    return text.slice(0, text.lastIndexOf('\n') + 1 || undefined);
  }
  return '';
}

const cellIn = (quote: string) =>
  new RegExp(`(?:^|[,;\\t|])[ \\t]*${quote}[^${quote}\\n]*${quote}[ \\t]*(?=[,;\\t|]|$)`, 'gm');

/** Double quotes, unless there are none and cells stand in single ones. */
function detectQuote(text: string): '"' | "'" {
  if (cellIn('"').test(text)) return '"';
  const single = text.match(cellIn("'"))?.length ?? 0;
  return single > 1 ? "'" : '"';
}

/** The refusal of a file for what it is. */
export function refuseFile(code: string, detail: string): HttpProblem {
  return new HttpProblem(422, code, detail, { errors: [{ path: 'file', message: detail, code }] });
}
