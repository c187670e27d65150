import type { RateLimit } from '@muster/protocol';
import type { Project } from '../../store/store.ts';

/** What a project says about showing experiences. */
export interface ShowingSettings {
  /** `null`: a person may see any number of them. */
  rateLimit: RateLimit | null;
  /** Whether pages may ask why. */
  explainsInPages: boolean;
}

const defaultLimit: RateLimit = { count: 1, hours: 4 };

export function findShowingSettings(project: Project): ShowingSettings {
  const { rateLimit = defaultLimit, explainsInPages = false } = project;
  return { rateLimit, explainsInPages };
}
