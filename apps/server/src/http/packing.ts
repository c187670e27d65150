import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** What the body of an answer may be packed with. */
export type Packing = 'br' | 'gzip';

/** A body that is served many times. */
export interface PackedBody {
  /** The best packing of an `accept-encoding` (`br;q=0` is none) with its bytes; the plain ones where none is taken. */
  choose(accepted: string): Promise<{ bytes: Uint8Array<ArrayBuffer>; packing?: Packing }>;
}

const packBrotli = promisify(brotliCompress);
const packGzip = promisify(gzip);

/** The levels of both packings: the smallest, or one that takes a fraction of its time. */
const levels = { smallest: { br: 11, gzip: 9 }, quick: { br: 6, gzip: 6 } };

/** Packs the content when somebody first asks for a packing, who waits for it, and keeps it. */
export function packBody(content: Uint8Array, effort: keyof typeof levels): PackedBody {
  const { br, gzip: level } = levels[effort];
  const plain = new Uint8Array(content);
  const made = new Map<Packing, Promise<Uint8Array<ArrayBuffer>>>();
  const pack = async (packing: Packing) => {
    const params = { [constants.BROTLI_PARAM_QUALITY]: br };
    const bytes = packing === 'br' ? packBrotli(plain, { params }) : packGzip(plain, { level });
    return new Uint8Array(await bytes);
  };
  return {
    async choose(accepted) {
      const packing = readPacking(accepted);
      if (packing === undefined) return { bytes: plain };
      const bytes = made.get(packing) ?? pack(packing);
      made.set(packing, bytes);
      return { bytes: await bytes, packing };
    },
  };
}

/** One that is served as it is, whatever is accepted. */
export function plainBody(content: Uint8Array): PackedBody {
  const bytes = new Uint8Array(content);
  return { choose: async () => ({ bytes }) };
}

function readPacking(accepted: string): Packing | undefined {
  const names = accepted
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';')[0]?.trim());
  if (names.includes('br')) return 'br';
  return names.includes('gzip') ? 'gzip' : undefined;
}
