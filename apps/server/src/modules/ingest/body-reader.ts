import { readBytes } from '../../http/read-body.ts';
import { createIntakeBudget } from './intake-budget.ts';

/** Most bytes of the bodies of one reader that are under way at one time. */
const defaultReadingBytes = 64 * 1024 * 1024;

/**
 * Reads bodies of at most `maxBytes`, all of them together in a bounded memory. Throws as `readBytes` does, and an
 * `OverloadedError` when there is no room.
 */
export function createBodyReader(
  maxBytes: number,
  maxReadingBytes = defaultReadingBytes,
): (request: Request) => Promise<Uint8Array<ArrayBuffer>> {
  const budget = createIntakeBudget(maxReadingBytes);
  return async (request) => {
    const releases: (() => void)[] = [];
    const room = {
      take: (bytes: number) => void releases.push(budget.take(bytes)),
      release() {
        for (const release of releases.splice(0)) release();
      },
    };
    try {
      return await readBytes(request, maxBytes, room);
    } finally {
      room.release();
    }
  };
}
