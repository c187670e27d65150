import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import { HttpProblem } from '../../http/problem.ts';

/** The fields of a form, and what came of its file; absent when it had none. */
export interface Multipart<T> {
  fields: ReadonlyMap<string, string>;
  file: T | undefined;
}

interface FileTaker<T> {
  onFile(fileName: string, chunks: AsyncIterable<Uint8Array>): Promise<T>;
  onDrop(taken: T): Promise<void>;
}

const limits = { files: 1, fields: 50, parts: 60, fieldSize: 10_000, fieldNameSize: 200 };

/**
 * Reads a multipart form as it comes: `onFile` gets the file of that name while it is under way, and
 * nothing of it is held here. Throws a 415 for another kind of body, a 400 for one that is broken, and what
 * `onFile` rejects with; what it had made of a file of a broken form goes to `onDrop` before.
 */
export async function readMultipart<T>(
  request: Request,
  fileField: string,
  { onFile, onDrop }: FileTaker<T>,
): Promise<Multipart<T>> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^multipart\/form-data\b/i.test(type)) {
    const detail = 'Send the file as multipart/form-data.';
    throw new HttpProblem(415, 'unsupported_media_type', detail);
  }
  const parser = startParser(type);
  const fields = new Map<string, string>();
  let taken: Promise<T> | undefined;
  // Rejects when the file is refused: nobody reads on then, and the rest would wait for ever.
  let refuse: (error: unknown) => void = () => undefined;
  const refused = new Promise<never>((_, reject) => {
    refuse = reject;
  });
  parser.on('field', (name, value, isNameCut, isValueCut) => {
    if (!isNameCut && !isValueCut) fields.set(name, value);
    else refuse(new HttpProblem(422, 'invalid_request', `The field ${name} is too long.`));
  });
  parser.on('file', (name, stream, fileName) => {
    if (name !== fileField || taken !== undefined) {
      stream.resume();
      return;
    }
    taken = onFile(fileName || 'file.csv', readWhole(stream));
    taken.catch(refuse);
  });
  const source = Readable.fromWeb((request.body ?? new Blob([]).stream()) as ReadableStream);
  const parsed = pipeline(source, parser).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new HttpProblem(400, 'malformed_multipart', `The form is broken: ${reason}.`);
  });
  try {
    await Promise.race([parsed, refused]);
    return { fields, file: await taken };
  } catch (error) {
    source.destroy();
    parsed.catch(() => undefined);
    const made = await taken?.catch(() => undefined);
    if (made !== undefined) await onDrop(made);
    throw error;
  }
}

/** The file to its end. It is told of its being cut off by an event, be it before anybody reads. */
function readWhole(stream: Readable): AsyncIterable<Uint8Array> {
  let failure: Error | undefined;
  stream.on('error', (error) => {
    failure ??= error;
  });
  return (async function* read() {
    yield* stream as AsyncIterable<Uint8Array>;
    if (failure) throw failure;
  })();
}

function startParser(type: string): BusboyInstance {
  try {
    return new Busboy({ headers: { 'content-type': type } as BusboyHeaders, limits });
  } catch (error) {
    // It has no boundary.
    const reason = error instanceof Error ? error.message : String(error);
    throw new HttpProblem(400, 'malformed_multipart', `The form is broken: ${reason}.`);
  }
}
