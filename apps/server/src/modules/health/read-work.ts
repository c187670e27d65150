import type { Store } from '../../store/store.ts';
import type { ProjectSize } from '../../store/work-reads.ts';

/** Deliveries are not counted further: that many are too many, whatever their number. */
const mostDeliveries = 10_000;
/** A label has at most so many values, or whoever stores the measurements pays for each project. */
const mostProjects = 100;

/** What the store says of the work that is left. */
export interface Work {
  imports: number;
  exports: number;
  deliveries: number;
  projects: ProjectSize[];
}

/** Reads it in one snapshot; with the sizes of projects only for who may know them. */
export function readWork(store: Store, withProjects: boolean): Promise<Work> {
  return store.read(async (tx) => {
    const exports = await tx.exports();
    return {
      imports: await tx.runningImports(),
      exports: exports.filter(({ state }) => state === 'waiting' || state === 'running').length,
      deliveries: await tx.unsentDeliveries(mostDeliveries),
      projects: withProjects ? await tx.projectSizes(mostProjects) : [],
    };
  });
}
