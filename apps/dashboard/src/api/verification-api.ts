import type { ProjectBody, VerificationBody } from '@muster/protocol';
import { queryOptions } from '@tanstack/react-query';
import { call, projectPath } from './call.ts';

/** Whether browsers must prove who they are, and the secret by which they do. For admins. */
export function verificationQuery(projectId: string) {
  return queryOptions({
    queryKey: [projectId, 'verification'],
    queryFn: ({ signal }) =>
      call<VerificationBody>(projectPath(projectId, 'identify-verification'), { signal }),
  });
}

/** Turns verification on or off. */
export function setVerification(projectId: string, isOn: boolean): Promise<ProjectBody> {
  return call(projectPath(projectId), { method: 'PATCH', body: { identifyVerification: isOn } });
}

/** A new secret; the one before it counts for so many hours more. */
export function rotateSecret(projectId: string, graceHours: number): Promise<VerificationBody> {
  const path = projectPath(projectId, 'identify-verification', 'rotate');
  return call(path, { method: 'POST', body: { graceHours } });
}
