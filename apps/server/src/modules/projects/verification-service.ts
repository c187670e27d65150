import type { Caller } from '../../http/authenticate.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { IdentifyVerification, Project, Store } from '../../store/store.ts';
import { makeVerificationSecret, type RandomBytes } from './make-secret.ts';

/** The secret by which browsers prove who they are, for whoever may see it. */
export interface VerificationService {
  /** As it is stored; `undefined` while it was never turned on and there is no secret. */
  get(caller: Caller): Promise<IdentifyVerification | undefined>;
  /**
   * A new secret; the old one is worth nothing from the return on, or when the hours of grace are
   * over. Whether signatures are required stays as it was.
   */
  rotate(caller: Caller, graceHours: number): Promise<IdentifyVerification>;
}

interface Parts {
  store: Store;
  now: () => number;
  random: RandomBytes;
  /** Called when a project has changed: what is remembered of it is out of date. */
  onChange: () => void;
}

const hourMs = 60 * 60 * 1000;

export function createVerificationService(parts: Parts): VerificationService {
  const { store, now, random, onChange } = parts;
  return {
    async get({ project }) {
      return (await store.read((tx) => tx.project(project.id)))?.verification;
    },

    async rotate({ project: { id }, name: by }, graceHours) {
      const at = now();
      const rotated = await store.write(async (tx) => {
        const project = await tx.project(id);
        if (project === undefined) throw refuseProject();
        const old = project.verification;
        const verification: IdentifyVerification = {
          isRequired: old?.isRequired ?? false,
          secret: makeVerificationSecret(random),
          ...(old !== undefined &&
            graceHours > 0 && {
              previous: { secret: old.secret, until: at + graceHours * hourMs },
            }),
        };
        await tx.updateProject({ ...project, verification });
        const entry = { project: project.number, at, by, subject: id };
        await tx.insertAudit({ ...entry, action: 'identify.secretRotated', after: { graceHours } });
        return verification;
      });
      onChange();
      return rotated;
    },
  };
}

/** The project with verification on or off; a secret is made when there is none and one is needed. */
export function requireSignatures(
  project: Project,
  isRequired: boolean | undefined,
  random: RandomBytes,
): Project {
  const { verification } = project;
  if (isRequired === undefined || isRequired === (verification?.isRequired ?? false))
    return project;
  const secret = verification?.secret ?? makeVerificationSecret(random);
  return { ...project, verification: { ...verification, secret, isRequired } };
}

function refuseProject(): HttpProblem {
  return new HttpProblem(404, 'project_not_found', 'There is no such project.');
}
