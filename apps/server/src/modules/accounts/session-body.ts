import type { SessionBody } from '@muster/protocol';
import { toOwnProjectBody } from '../projects/project-body.ts';
import type { AccountState } from './begin-login.ts';

/** A person and her projects as the API shows them to her. */
export function toSessionBody({ account, projects }: AccountState): SessionBody {
  const { id, email, name } = account;
  return {
    account: { id, email, name },
    projects: projects.map(({ project, role }) => toOwnProjectBody(project, role)),
  };
}
