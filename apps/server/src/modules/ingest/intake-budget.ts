import { OverloadedError } from './ingest-service.ts';

/** Bounds the memory of bodies that are under way. */
export interface IntakeBudget {
  /**
   * Takes room for a body and returns what gives it back. Throws `OverloadedError` when there is
   * none; one body alone always has room.
   */
  take(bytes: number): () => void;
}

export function createIntakeBudget(maxBytes: number): IntakeBudget {
  let taken = 0;
  return {
    take(bytes) {
      if (taken > 0 && taken + bytes > maxBytes) throw new OverloadedError(1);
      taken += bytes;
      let isHeld = true;
      return () => {
        if (isHeld) taken -= bytes;
        isHeld = false;
      };
    },
  };
}
