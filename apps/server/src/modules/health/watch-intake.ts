import type { Intake, Parcel } from '../intake/intake.ts';

/** What is told of each parcel that came in. */
export interface IntakeWatcher {
  /** One has come (1) or has been answered (-1), however. */
  countWaiting(kind: Parcel['kind'], change: 1 | -1): void;
  /** One was answered after so long. */
  observeIntake(kind: Parcel['kind'], seconds: number): void;
}

/** The same intake; `watcher` hears what it holds and how long it took. */
export function watchIntake(intake: Intake, watcher: IntakeWatcher): Intake {
  return {
    async receive(parcel) {
      const { kind } = parcel;
      const begun = performance.now();
      watcher.countWaiting(kind, 1);
      try {
        const receipt = await intake.receive(parcel);
        watcher.observeIntake(kind, (performance.now() - begun) / 1000);
        return receipt;
      } finally {
        watcher.countWaiting(kind, -1);
      }
    },
    close: () => intake.close(),
  };
}
