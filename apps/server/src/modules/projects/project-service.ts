import { isDeepStrictEqual } from 'node:util';
import type { RateLimit } from '@muster/protocol';
import type { Logger } from 'pino';
import { type Caller, nameAccount } from '../../http/authenticate.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { Account } from '../../store/accounts.ts';
import type { Project, Store } from '../../store/store.ts';
import { makeToken, type RandomBytes } from './make-secret.ts';
import { findShowingSettings } from './showing-settings.ts';
import { requireSignatures } from './verification-service.ts';

export interface ProjectService {
  /**
   * A new project, of which the person is the admin. Throws a 403 for whoever is admin of none: a
   * viewer cannot make herself the admin of something on this server.
   */
  create(account: Account, wishes: { name: string; timeZone: string }): Promise<Project>;
  /** The project as it is stored now. */
  get(project: Project): Promise<Project>;
  /**
   * Changes what is given and returns the project as it is then. Throws a 403 for a key that wishes to
   * change the verification of `identify`: whoever stole one could then be anybody.
   */
  change(caller: Caller, wishes: ProjectWishes): Promise<Project>;
  /**
   * From when it resolves there is no such project. Throws a 422 for another name than the project has, and a
   * 409 for the last project: nobody could make another.
   */
  delete(caller: Caller, name: string): Promise<void>;
}

/** What of a project can be changed. */
export interface ProjectWishes {
  name?: string;
  timeZone?: string;
  identifyVerification?: boolean;
  rateLimit?: RateLimit | null;
  explainsInPages?: boolean;
  recordsMoves?: boolean;
  /** `null`: for ever. */
  eventRetentionDays?: number | null;
}

interface Parts {
  store: Store;
  now: () => number;
  random: RandomBytes;
  logger: Logger;
  /** Called when a project has changed: what is remembered of it is out of date. */
  onChange: () => void;
  /** Called when a project was deleted, beside `onChange`: what is stored of it is of no use. */
  onDelete: () => void;
}

export function createProjectService(parts: Parts): ProjectService {
  const { store, now, random, logger, onChange, onDelete } = parts;
  return {
    create: (account, wishes) =>
      store.write(async (tx) => {
        const memberships = await tx.memberships(account.id);
        if (!memberships.some(({ role }) => role === 'admin')) throw refuseCreation();
        const createdAt = now();
        const by = nameAccount(account);
        const id = `prj_${makeToken(random, 16)}`;
        const project = await tx.insertProject({ id, ...wishes, createdAt });
        const { number } = project;
        const member = { project: number, accountId: account.id, role: 'admin' as const };
        await tx.insertMember({ ...member, addedAt: createdAt, addedBy: by });
        const entry = { project: number, at: createdAt, by };
        await tx.insertAudit({ ...entry, action: 'project.created', subject: id, after: wishes });
        return project;
      }),

    async get(project) {
      return (await store.read((tx) => tx.project(project.id))) ?? refuse();
    },

    async change(caller, wishes) {
      const { identifyVerification, eventRetentionDays, ...plain } = wishes;
      if (identifyVerification !== undefined && caller.kind === 'key') throw refuseKey();
      const changed = await store.write(async (tx) => {
        const before = (await tx.project(caller.project.id)) ?? refuse();
        const after = { ...requireSignatures(before, identifyVerification, random), ...plain };
        if (eventRetentionDays === null) delete after.eventRetentionDays;
        else if (eventRetentionDays !== undefined) after.eventRetentionDays = eventRetentionDays;
        if (isDeepStrictEqual(toSettings(after), toSettings(before))) return before;
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

    async delete({ project: { id }, name: by }, name) {
      await store.write(async (tx) => {
        const project = (await tx.project(id)) ?? refuse();
        if (project.name !== name) throw refuseName();
        if ((await tx.projects()).length === 1) throw refuseLast();
        await tx.deleteProject(project, { at: now(), by });
        await tx.appendChanges([{ type: 'deleteProject', project: project.number }]);
      });
      // Its audit log goes with it; the row that stays says the same.
      logger.warn({ project: id, name, by }, 'a project was deleted');
      onChange();
      onDelete();
    },
  };
}

/** What the audit log says of a project: no secret. */
function toSettings(project: Project) {
  const { name, timeZone, verification, recordsMoves = false, eventRetentionDays = null } = project;
  const identifyVerification = verification?.isRequired ?? false;
  const showing = findShowingSettings(project);
  return { name, timeZone, identifyVerification, ...showing, recordsMoves, eventRetentionDays };
}

function refuseKey(): HttpProblem {
  const detail =
    'No API key may change the verification of identify; an admin or the command line may.';
  return new HttpProblem(403, 'insufficient_scope', detail);
}

function refuse(): never {
  throw new HttpProblem(404, 'project_not_found', 'There is no such project.');
}

function refuseName(): HttpProblem {
  const message = 'This is not the name of the project.';
  return new HttpProblem(422, 'wrong_name', message, {
    errors: [{ path: 'name', message, code: 'wrong_name' }],
  });
}

function refuseLast(): HttpProblem {
  const detail =
    'This is the last project of the server, and only who is an admin of one may make another: make that first.';
  return new HttpProblem(409, 'last_project', detail);
}

function refuseCreation(): HttpProblem {
  const detail = 'Only who is an admin of a project may make another.';
  return new HttpProblem(403, 'insufficient_role', detail);
}
