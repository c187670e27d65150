import { IndexEngineError } from './engine.ts';

/** Some rows of an answer, column by column. */
export interface ColumnBlock {
  rows: number;
  /** By name; each has a value for each row. */
  columns: Record<string, Column>;
}

export type Column = Uint8Array | Uint32Array | Float64Array | CodedColumn;

/** Texts, each different one once: that of a row is `keys[codes[row]]`. */
export interface CodedColumn {
  codes: Uint8Array | Uint16Array | Uint32Array;
  keys: string[];
}

/** The fixed width types that are read, and how a value of theirs looks. */
const numberTypes = { UInt8: Uint8Array, UInt32: Uint32Array, Float64: Float64Array } as const;
const codedType = 'LowCardinality(String)';

/** By the low byte of the flags of a coded column: how its codes look. */
const codeTypes = [Uint8Array, Uint16Array, Uint32Array] as const;
/** Flags of a coded column that has its keys with it, as each has over the network. */
const ownKeys = 0x200;
const sharedKeys = 0x100;

/**
 * Reads ClickHouse's `Native` format: blocks of at most some ten thousand rows, each column of which is one piece of memory
 * (https://clickhouse.com/docs/interfaces/formats/Native). Numbers have the byte order of the machines that ClickHouse
 * runs on, which is that of typed arrays there.
 *
 * @param chunks of the answer, cut anywhere
 * @throws IndexEngineError when a column is of another type or the answer ends within a block
 */
export async function* readNativeBlocks(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<ColumnBlock, void, undefined> {
  const source = createByteSource(chunks);
  try {
    while (await source.hasMore()) {
      const count = await source.varint();
      const rows = await source.varint();
      const columns: Record<string, Column> = {};
      for (let at = 0; at < count; at += 1) {
        const name = await source.text();
        const type = await source.text();
        columns[name] = await readColumn(source, rows, name, type);
      }
      if (rows > 0) yield { rows, columns };
    }
  } finally {
    await source.leave();
  }
}

async function readColumn(
  source: ByteSource,
  rows: number,
  name: string,
  type: string,
): Promise<Column> {
  if (type === codedType) return rows === 0 ? noTexts : readCoded(source, rows, name);
  const Values = Object.hasOwn(numberTypes, type)
    ? numberTypes[type as keyof typeof numberTypes]
    : undefined;
  if (Values === undefined) {
    throw new IndexEngineError(`Column ${name} is ${type}, which is not read as a block`);
  }
  return new Values(await source.memory(rows * Values.BYTES_PER_ELEMENT));
}

const noTexts: CodedColumn = { codes: new Uint8Array(), keys: [] };

async function readCoded(source: ByteSource, rows: number, name: string): Promise<CodedColumn> {
  const version = await source.uint64();
  const flags = await source.uint64();
  const Codes = codeTypes[flags & 0xff];
  if (
    version !== 1 ||
    Codes === undefined ||
    (flags & ownKeys) === 0 ||
    (flags & sharedKeys) !== 0
  ) {
    throw new IndexEngineError(`Column ${name} is coded in an unknown way (${version}, ${flags})`);
  }
  const keys = await source.texts(await source.uint64());
  if ((await source.uint64()) !== rows) {
    throw new IndexEngineError(`Column ${name} has not as many rows as its block`);
  }
  return { codes: new Codes(await source.memory(rows * Codes.BYTES_PER_ELEMENT)), keys };
}

/** Bytes in their order, however they come. */
interface ByteSource {
  hasMore(): Promise<boolean>;
  varint(): Promise<number>;
  uint64(): Promise<number>;
  text(): Promise<string>;
  texts(count: number): Promise<string[]>;
  /** A copy of the next so many bytes. */
  memory(length: number): Promise<ArrayBuffer>;
  /** Says that nothing more is wanted. */
  leave(): Promise<void>;
}

function createByteSource(chunks: AsyncIterable<Uint8Array>): ByteSource {
  const iterator = chunks[Symbol.asyncIterator]();
  let bytes = Buffer.alloc(0);
  let at = 0;

  /** False at the end. */
  async function pull(): Promise<boolean> {
    const { done, value } = await iterator.next();
    if (done) return false;
    bytes = at === bytes.length ? asBuffer(value) : Buffer.concat([bytes.subarray(at), value]);
    at = 0;
    return true;
  }

  async function need(length: number): Promise<void> {
    if (bytes.length - at >= length) return;
    const parts = [bytes.subarray(at)];
    let found = parts[0]?.length ?? 0;
    while (found < length) {
      const { done, value } = await iterator.next();
      if (done) throw endedEarly();
      parts.push(asBuffer(value));
      found += value.length;
    }
    bytes = Buffer.concat(parts);
    at = 0;
  }

  /** The next number of seven bits a byte, the lowest first; undefined where it is not all there yet. */
  function takeVarint(): number | undefined {
    let value = 0;
    for (let i = at, unit = 1; i < bytes.length; i += 1, unit *= 128) {
      const byte = bytes[i] as number;
      value += (byte & 127) * unit;
      if (byte < 128) {
        at = i + 1;
        return value;
      }
    }
    return undefined;
  }

  async function varint(): Promise<number> {
    for (;;) {
      const value = takeVarint();
      if (value !== undefined) return value;
      if (!(await pull())) throw endedEarly();
    }
  }

  function take(length: number): string {
    const text = bytes.toString('utf8', at, at + length);
    at += length;
    return text;
  }

  return {
    async hasMore() {
      while (at === bytes.length) if (!(await pull())) return false;
      return true;
    },
    varint,
    async uint64() {
      await need(8);
      const value = Number(bytes.readBigUInt64LE(at));
      at += 8;
      return value;
    },
    async text() {
      const length = await varint();
      await need(length);
      return take(length);
    },
    async texts(count) {
      const texts: string[] = [];
      while (texts.length < count) {
        // Waited for only where something is missing: there are tens of thousands.
        const length = takeVarint() ?? (await varint());
        if (bytes.length - at < length) await need(length);
        texts.push(take(length));
      }
      return texts;
    },
    async memory(length) {
      await need(length);
      const start = bytes.byteOffset + at;
      at += length;
      // The memory below a buffer of Node is never shared with another thread.
      return (bytes.buffer as ArrayBuffer).slice(start, start + length);
    },
    async leave() {
      await iterator.return?.();
    },
  };
}

function asBuffer(bytes: Uint8Array): Buffer<ArrayBuffer> {
  return Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
}

function endedEarly(): IndexEngineError {
  return new IndexEngineError('The answer of the index ended early');
}
