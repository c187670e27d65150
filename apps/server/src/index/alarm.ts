/** A sleep that can be cut short. */
export interface Alarm {
  /** Resolves after `ms`, or at the next `ring`; at once when it rang since the last sleep. */
  sleep(ms: number): Promise<void>;
  ring(): void;
}

export function createAlarm(): Alarm {
  let rang = false;
  let wake: (() => void) | undefined;
  return {
    async sleep(ms) {
      if (!rang) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      wake = undefined;
      rang = false;
    },
    ring() {
      rang = true;
      wake?.();
    },
  };
}
