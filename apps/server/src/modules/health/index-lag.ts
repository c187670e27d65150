/** That the change log ended at `head`, when that was last seen. */
interface Sample {
  head: number;
  seenAt: number;
}

/** So many are kept; of more, every other goes, and the lag is known less exactly. */
const mostSamples = 512;

/** How old what the index has yet to take in is. */
export interface IndexLag {
  /** To be called about once a second with how far the change log has come. */
  sample(head: number, now: number): void;
  /**
   * Since the oldest change after `position` may have been there; 0 when there is none. What was there
   * before the first sample counts from then.
   */
  seconds(position: number, now: number): number;
}

/**
 * Positions have no time of their own, so it is remembered when the log still ended where. What is not
 * known exactly makes the lag greater, never smaller.
 */
export function createIndexLag(): IndexLag {
  let samples: Sample[] = [];
  return {
    sample(head, now) {
      const last = samples.at(-1);
      if (last !== undefined && last.head >= head) {
        last.seenAt = now;
        return;
      }
      samples.push({ head, seenAt: now });
      if (samples.length > mostSamples) samples = samples.filter((_, at) => at % 2 === 0);
    },
    seconds(position, now) {
      const beyond = samples.findIndex(({ head }) => head > position);
      if (beyond < 0) {
        samples = samples.slice(-1);
        return 0;
      }
      samples = samples.slice(Math.max(0, beyond - 1));
      return Math.max(0, now - (samples[0]?.seenAt ?? now)) / 1000;
    },
  };
}
