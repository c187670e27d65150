import { experienceEvents } from '../experiences/experience-events.ts';

/** The native events of who enters and leaves a segment; they have the source `app`. */
export const moveEventNames = { entered: 'segment entered', left: 'segment left' } as const;

/** What only Muster itself may say: of experiences the SDK reports it, and that is checked. */
export const ownEvents: ReadonlySet<string> = new Set([
  ...Object.values(experienceEvents),
  ...Object.values(moveEventNames),
]);
