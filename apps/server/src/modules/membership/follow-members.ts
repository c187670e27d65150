import type { Project } from '../../store/store.ts';
import {
  type FollowParts,
  followProject,
  type LiveMembers,
  type ProjectFollower,
} from './follow-project.ts';

/** Who is in which segment, kept for each project that somebody asks about. */
export interface MembersDesk {
  /** As of now; `undefined` when it is not known, and the index has to be asked. */
  read(project: Project): Promise<LiveMembers | undefined>;
  stop(): Promise<void>;
}

interface Parts extends Omit<FollowParts, 'allows'> {
  /** Of all projects together; 0: nothing is kept. */
  maxBytes: number;
}

export function createMembersDesk({ maxBytes, ...parts }: Parts): MembersDesk {
  const followers = new Map<number, ProjectFollower>();

  function bytesBut(project: number): number {
    let bytes = 0;
    for (const [number, follower] of followers) if (number !== project) bytes += follower.bytes;
    return bytes;
  }

  function follow(project: Project): ProjectFollower {
    const { number } = project;
    const known = followers.get(number);
    if (known !== undefined) return known;
    const allows = (bytes: number) => bytes + bytesBut(number) <= maxBytes;
    const follower = followProject({ ...parts, allows }, project);
    followers.set(number, follower);
    return follower;
  }

  return {
    async read(project) {
      return maxBytes === 0 ? undefined : follow(project).read();
    },
    async stop() {
      await Promise.all([...followers.values()].map((follower) => follower.stop()));
    },
  };
}
