import type { TrackedEventBody, TrackedEventVersionBody } from '@muster/protocol';
import type { Project, Store } from '../../store/store.ts';
import { toTrackedEventBody, toVersion, toVersionBody } from './tracked-event-bodies.ts';
import { findTrackedEventUses } from './tracked-event-uses.ts';
import { refuseMissing } from './tracked-event-writes.ts';

/** What can be read of no-code events. Throws a 404 for one that is not there. */
export interface TrackedEventReads {
  /** In order of name. */
  list(project: Project): Promise<TrackedEventBody[]>;
  get(project: Project, id: string): Promise<TrackedEventBody>;
  /** Newest first; also of a deleted one. */
  versions(project: Project, id: string): Promise<TrackedEventVersionBody[]>;
}

const collator = new Intl.Collator('en', { numeric: true });

export function createTrackedEventReads(store: Store): TrackedEventReads {
  async function readAll({ number }: Project): Promise<TrackedEventBody[]> {
    const { rows, uses } = await store.read(async (tx) => ({
      rows: await tx.trackedEvents(number),
      uses: findTrackedEventUses(await tx.segments(number), await tx.experiences(number)),
    }));
    return rows.map((row) => toTrackedEventBody(row, uses.get(row.codeName) ?? []));
  }

  return {
    async list(project) {
      const all = await readAll(project);
      return all.sort((a, b) => collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
    },

    async get(project, id) {
      const body = (await readAll(project)).find((each) => each.id === id);
      if (body === undefined) throw refuseMissing();
      return body;
    },

    async versions({ number }, id) {
      const { current, earlier } = await store.read(async (tx) => ({
        current: await tx.trackedEvent(number, id),
        earlier: await tx.trackedEventVersions(number, id),
      }));
      const all = current ? [toVersion(current), ...earlier] : earlier;
      if (all.length === 0) throw refuseMissing();
      return all.map(toVersionBody);
    },
  };
}
