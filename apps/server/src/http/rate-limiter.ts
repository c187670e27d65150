/** How much somebody may do. */
export interface Rate {
  /** Tokens that come back each second; 0 means no limit. */
  perSecond: number;
  /** Most tokens saved up. */
  burst: number;
}

/** Counts what each of many does, by token buckets in memory. */
export interface RateLimiter {
  /**
   * Takes tokens of one and returns 0; when there are too few it takes none and returns the seconds
   * after which there will be enough. What costs more than a full bucket is allowed to a full one.
   */
  take(key: string, tokens: number): number;
  /** Takes tokens that have been used already; there may be fewer than none afterwards. */
  charge(key: string, tokens: number): void;
}

interface Bucket {
  tokens: number;
  at: number;
}

/**
 * A limiter that remembers at most `maxKeys`: whoever was quiet longest is forgotten first, and then
 * has a full bucket again.
 */
export function createRateLimiter(
  { perSecond, burst }: Rate,
  { maxKeys, now }: { maxKeys: number; now: () => number },
): RateLimiter {
  // In order of last use.
  const buckets = new Map<string, Bucket>();

  function refill(key: string): Bucket {
    const at = now();
    const bucket = buckets.get(key);
    if (bucket === undefined) return { tokens: burst, at };
    buckets.delete(key);
    const seconds = Math.max(0, at - bucket.at) / 1000;
    return { tokens: Math.min(burst, bucket.tokens + seconds * perSecond), at };
  }

  function keep(key: string, bucket: Bucket): void {
    buckets.set(key, bucket);
    if (buckets.size > maxKeys) buckets.delete(buckets.keys().next().value as string);
  }

  return {
    take(key, tokens) {
      if (perSecond === 0) return 0;
      const bucket = refill(key);
      const missing = Math.min(tokens, burst) - bucket.tokens;
      if (missing <= 0) bucket.tokens -= tokens;
      keep(key, bucket);
      return missing <= 0 ? 0 : Math.ceil(missing / perSecond);
    },
    charge(key, tokens) {
      const bucket = refill(key);
      keep(key, { ...bucket, tokens: bucket.tokens - tokens });
    },
  };
}
