import { randomUUID } from 'node:crypto';
import { createIndexQuestions } from '../../src/modules/audience/ask-index.ts';
import {
  type FollowParts,
  followProject,
  type ProjectFollower,
} from '../../src/modules/membership/follow-project.ts';
import type { Project } from '../../src/store/store.ts';
import { projectId, type TestHouse } from '../http/test-house.ts';

/** The project of the house, as it is stored now. */
export async function findProject({ store }: TestHouse): Promise<Project> {
  const found = await store.read((tx) => tx.project(projectId));
  if (found === undefined) throw new Error('There is no project.');
  return found;
}

/** A follower that looks often, holds what it likes, and tells webhooks. */
export function startFollower(
  house: TestHouse,
  project: Project,
  parts: Partial<FollowParts> = {},
): ProjectFollower {
  return followProject(
    {
      ...house,
      questions: createIndexQuestions(house),
      now: () => house.clock.now,
      allows: () => true,
      comparisons: house.tally,
      telling: { mayTell: () => true, newId: randomUUID, onTold: () => undefined },
      lookEveryMs: 5,
      retryAfterMs: 5,
      ...parts,
    },
    project,
  );
}
