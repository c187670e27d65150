import type { Plan } from '@muster/conditions';
import { createRepeatedWork } from '../../peers/repeated-work.ts';
import type { Project } from '../../store/store.ts';
import { isMoveListener } from '../webhooks/announce-moves.ts';
import type { Bitset } from './bitset.ts';
import { type FollowParts, followProject, type ProjectFollower } from './follow-project.ts';
import type { LiveMembers } from './live-members.ts';
import type { Moved } from './moved.ts';

/** Who is in which segment, kept for each project that somebody asks about or listens to. */
export interface MembersDesk {
  /** Begins to look which projects want to know who enters and leaves, and keeps theirs; returns at once. */
  start(): void;
  /** As of now; `undefined` when it is not known, and the index has to be asked. */
  read(project: Project): Promise<LiveMembers | undefined>;
  /**
   * Who matches each of these plans, saved or not, with all that was written before the question; `undefined` when it
   * is not known, and the index has to be asked.
   */
  find(project: Project, plans: readonly Plan[]): Promise<Bitset[] | undefined>;
  /** Keeps the project until the function that is returned is called, and tells of whom something may be different. */
  watch(project: Project, onMoved: (moved: Moved) => void): () => void;
  /** Why nothing is kept of a project: that is off, or needs more memory than it may have. */
  whyNotKept(project: Project): 'off' | 'memory' | null;
  stop(): Promise<void>;
}

interface Parts extends Omit<FollowParts, 'allows' | 'onGone' | 'onMoved'> {
  /** Of all projects together; 0: nothing is kept. */
  maxBytes: number;
}

/** How long it may be until a new webhook is listened for. */
const lookEveryMs = 1_000;

export function createMembersDesk({ maxBytes, ...parts }: Parts): MembersDesk {
  const { store, logger, telling } = parts;
  const followers = new Map<number, ProjectFollower>();
  const watchers = new Map<(moved: Moved) => void, Project>();
  const repeated = createRepeatedWork({
    everyMs: lookEveryMs,
    async work() {
      for (const project of watchers.values()) follow(project).keep();
      if (telling?.mayTell()) await look();
    },
    logger,
    failure: 'who wants to know of moves is not known',
  });

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
    const onGone = () => {
      followers.delete(number);
      for (const [tell, of] of watchers) if (of.number === number) watchers.delete(tell);
    };
    const onMoved = (moved: Moved) => {
      for (const [tell, of] of watchers) if (of.number === number) tell(moved);
    };
    const follower = followProject({ ...parts, allows, onGone, onMoved }, project);
    followers.set(number, follower);
    return follower;
  }

  /** Of projects that are on record without a listener, a follower forgets the record. */
  async function look(): Promise<void> {
    const wanted = await store.read(async (tx) => {
      const numbers = new Set(await tx.toldProjects());
      for (const webhook of await tx.allWebhooks()) {
        if (isMoveListener(webhook)) numbers.add(webhook.project);
      }
      return (await tx.projects()).filter(
        ({ number, recordsMoves }) => recordsMoves || numbers.has(number),
      );
    });
    for (const project of wanted) follow(project).keep();
  }

  return {
    start() {
      if (maxBytes > 0) repeated.start();
    },
    async read(project) {
      return maxBytes === 0 ? undefined : follow(project).read();
    },
    async find(project, plans) {
      return maxBytes === 0 ? undefined : follow(project).find(plans);
    },
    watch(project, onMoved) {
      // A function of its own: one may watch two projects.
      const tell = (moved: Moved) => onMoved(moved);
      watchers.set(tell, project);
      if (maxBytes > 0) follow(project).keep();
      return () => void watchers.delete(tell);
    },
    whyNotKept({ number }) {
      if (maxBytes === 0) return 'off';
      return followers.get(number)?.isTooLarge ? 'memory' : null;
    },
    async stop() {
      await repeated.stop();
      await Promise.all([...followers.values()].map((follower) => follower.stop()));
    },
  };
}
