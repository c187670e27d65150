/** How workbooks and archives begin: zip (also .xlsx, .ods, .numbers), old Excel, gzip, 7z. */
const beginnings = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x50, 0x4b, 0x05, 0x06],
  [0xd0, 0xcf, 0x11, 0xe0],
  [0x1f, 0x8b],
  [0x37, 0x7a, 0xbc, 0xaf],
];

/** True for what is no text though its name may say so: the first bytes of a file tell. */
export function isPacked(head: Uint8Array): boolean {
  return beginnings.some((bytes) => bytes.every((byte, index) => head[index] === byte));
}
