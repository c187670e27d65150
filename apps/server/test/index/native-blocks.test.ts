import { expect, test } from 'vitest';
import { type ColumnBlock, readNativeBlocks } from '../../src/index/native-blocks.ts';

/** Of two rows: a number, and a text of which there are two. As a server sends it. */
const block = Buffer.from(
  '0202' +
    '016e0655496e743332' +
    '0500000006000000' +
    '0174164c6f7743617264696e616c69747928537472696e6729' +
    '0100000000000000' +
    '0006000000000000' +
    '0300000000000000' +
    '00' +
    '06c3a9f09f8cb1' +
    '0161' +
    '0200000000000000' +
    '0102',
  'hex',
);
const right = {
  rows: 2,
  columns: {
    n: Uint32Array.of(5, 6),
    t: { codes: Uint8Array.of(1, 2), keys: ['', 'é🌱', 'a'] },
  },
};

async function read(...chunks: Uint8Array[]): Promise<ColumnBlock[]> {
  async function* send() {
    yield* chunks;
  }
  const found: ColumnBlock[] = [];
  for await (const each of readNativeBlocks(send())) found.push(each);
  return found;
}

test('blocks are read wherever they are cut', async () => {
  for (let cut = 0; cut <= block.length; cut += 1) {
    expect(await read(block.subarray(0, cut), block.subarray(cut))).toEqual([right]);
  }
  const bytes = [...Buffer.concat([block, block])].map((byte) => Uint8Array.of(byte));
  expect(await read(...bytes)).toEqual([right, right]);
  expect(await read()).toEqual([]);
});

test('an answer that ends within a block is an error', async () => {
  for (let length = 1; length < block.length; length += 1) {
    await expect(read(block.subarray(0, length))).rejects.toThrow('ended early');
  }
});

test('what is coded otherwise is refused', async () => {
  const flags = block.indexOf(Buffer.from('0006000000000000', 'hex'));
  for (const byte of [0x07, 0x04]) {
    const other = Buffer.from(block);
    other[flags + 1] = byte;
    await expect(read(other)).rejects.toThrow('coded in an unknown way');
  }
});
