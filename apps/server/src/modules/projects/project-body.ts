import type { OwnProjectBody, ProjectBody } from '@muster/protocol';
import type { Role } from '../../store/members.ts';
import type { Project } from '../../store/store.ts';
import { findShowingSettings } from './showing-settings.ts';

/** A project as the API shows it. */
export function toProjectBody(project: Project): ProjectBody {
  const { id, name, timeZone, verification, createdAt } = project;
  const { recordsMoves = false, eventRetentionDays = null } = project;
  const identifyVerification = verification?.isRequired ?? false;
  return {
    id,
    name,
    timeZone,
    identifyVerification,
    ...findShowingSettings(project),
    recordsMoves,
    eventRetentionDays,
    createdAt: new Date(createdAt).toISOString(),
  };
}

/** A project as the API shows it to one of its members. */
export function toOwnProjectBody(project: Project, role: Role): OwnProjectBody {
  return { ...toProjectBody(project), role };
}
