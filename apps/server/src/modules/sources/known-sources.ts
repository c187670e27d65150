import { stillLasts } from '../../still-lasts.ts';
import type { SourceRow } from '../../store/sources.ts';
import type { Project, Store } from '../../store/store.ts';

/** A source and its project. */
export interface KnownSource {
  source: SourceRow;
  project: Project;
}

/** Sources by the keys that their addresses end with. */
export interface KnownSources {
  find(key: string): Promise<KnownSource | undefined>;
  /** Forgets what is remembered: call it when a source or a project has changed. */
  forget(): void;
}

/** Another process over the same store learns of a change when what it remembers is this old. */
const rememberForMs = 2_000;
const maxRemembered = 1_000;
const wellFormed = /^[0-9a-z]{32}$/;

/** Remembers sources for a moment, and for as long that a key is nobody's. */
export function createKnownSources(store: Store, now: () => number): KnownSources {
  const known = new Map<string, { found: KnownSource | undefined; until: number }>();
  // Counts the calls of `forget`: a look-up begun before one is not remembered after it.
  let generation = 0;

  return {
    async find(key) {
      if (!wellFormed.test(key)) return undefined;
      const remembered = known.get(key);
      if (remembered && stillLasts(remembered.until, rememberForMs, now())) return remembered.found;
      const begunIn = generation;
      const found = await look(store, key);
      if (begunIn === generation) {
        if (known.size >= maxRemembered) known.clear();
        known.set(key, { found, until: now() + rememberForMs });
      }
      return found;
    },
    forget() {
      generation += 1;
      known.clear();
    },
  };
}

function look(store: Store, key: string): Promise<KnownSource | undefined> {
  return store.read(async (tx) => {
    const source = await tx.sourceByKey(key);
    if (source === undefined) return undefined;
    const project = (await tx.projects()).find(({ number }) => number === source.project);
    return project && { source, project };
  });
}
