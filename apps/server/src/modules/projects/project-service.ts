import type { Caller } from '../../http/authenticate.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { Project, Store } from '../../store/store.ts';

export interface ProjectService {
  /** The project as it is stored now. */
  get(project: Project): Promise<Project>;
  /** Changes what is given and returns the project as it is then. */
  change(caller: Caller, wishes: { name?: string; timeZone?: string }): Promise<Project>;
}

interface Parts {
  store: Store;
  now: () => number;
  /** Called when a project has changed: what is remembered of it is out of date. */
  onChange: () => void;
}

export function createProjectService({ store, now, onChange }: Parts): ProjectService {
  return {
    async get(project) {
      return (await store.read((tx) => tx.project(project.id))) ?? refuse();
    },

    async change(caller, wishes) {
      const changed = await store.write(async (tx) => {
        const before = (await tx.project(caller.project.id)) ?? refuse();
        const after = { ...before, ...wishes };
        if (after.name === before.name && after.timeZone === before.timeZone) return before;
        await tx.updateProject(after);
        // The index holds instants of dates that were understood in the old zone.
        if (after.timeZone !== before.timeZone) {
          await tx.appendChanges([{ type: 'timeZone', project: before.number }]);
        }
        await tx.insertAudit({
          project: before.number,
          at: now(),
          by: caller.name,
          action: 'project.updated',
          subject: before.id,
          before: toSettings(before),
          after: toSettings(after),
        });
        return after;
      });
      onChange();
      return changed;
    },
  };
}

function toSettings({ name, timeZone }: Project) {
  return { name, timeZone };
}

function refuse(): never {
  throw new HttpProblem(404, 'project_not_found', 'There is no such project.');
}
