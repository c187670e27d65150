import type { Instant } from '@muster/conditions';
import type { Project, ReadTransaction, Store } from '../../store/store.ts';
import { createEventLookup } from '../profiles/load-person.ts';
import { createProfile } from '../profiles/profile-changes.ts';
import type { ProfileDocument } from '../profiles/profile-document.ts';
import { toProfile } from '../profiles/to-profile.ts';
import type { PreparedPlans, ProjectPlans, SegmentName } from './project-plans.ts';

/** What a browser is told of its user. */
export interface SegmentAnswer {
  /** `null` while anonymous. */
  userId: string | null;
  /** In order of name. */
  segments: SegmentName[];
}

/** Which segments browsers' users are in. */
export interface SegmentAnswers {
  /**
   * Evaluated from a snapshot taken after this call, so with everything that was acknowledged before.
   * An id that nobody knows is answered like, and costs the same as, a visitor's who has done nothing.
   */
  ask(project: Project, as: string): Promise<SegmentAnswer>;
}

interface Parts {
  store: Store;
  plans: ProjectPlans;
  now: () => Instant;
}

interface Asking {
  project: Project;
  as: string;
  resolve: (answer: SegmentAnswer) => void;
  reject: (error: unknown) => void;
}

/** Most questions that one snapshot answers: the thread that answers must get a turn. */
const maxTogether = 50;

/**
 * Answers what is asked in one turn of the event loop together: one snapshot, one `now`, one look-up
 * of ids and profiles. As with ingestion there is no timer: the more is asked, the more share it.
 */
export function createSegmentAnswers({ store, plans, now }: Parts): SegmentAnswers {
  const waiting: Asking[] = [];
  let isRunning = false;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      await new Promise(setImmediate);
      const byProject = new Map<number, Asking[]>();
      for (const asking of waiting.splice(0, maxTogether)) {
        const others = byProject.get(asking.project.number);
        if (others === undefined) byProject.set(asking.project.number, [asking]);
        else others.push(asking);
      }
      for (const askings of byProject.values()) await answerAll(askings);
    }
    isRunning = false;
  }

  /** Answers questions about one project. Never rejects. */
  async function answerAll(askings: readonly Asking[]): Promise<void> {
    const [{ project }] = askings as [Asking];
    try {
      const answers = await store.read((tx) => findAnswers(tx, plans, project, askings, now()));
      for (const [index, { resolve }] of askings.entries()) {
        resolve(answers[index] as SegmentAnswer);
      }
    } catch (error) {
      if (askings.length === 1) askings[0]?.reject(error);
      // Each for itself: one profile that cannot be read must not cost others their answer.
      else for (const asking of askings) await answerAll([asking]);
    }
  }

  return {
    ask: (project, as) =>
      new Promise((resolve, reject) => {
        waiting.push({ project, as, resolve, reject });
        if (isRunning) return;
        isRunning = true;
        void run();
      }),
  };
}

async function findAnswers(
  tx: ReadTransaction,
  plans: ProjectPlans,
  project: Project,
  askings: readonly Asking[],
  now: Instant,
): Promise<SegmentAnswer[]> {
  const prepared = await plans.prepare(tx, project, now);
  const documents = await findDocuments(tx, project.number, askings, now);
  const answers: SegmentAnswer[] = [];
  for (const document of documents) {
    answers.push(await findAnswer(tx, project.number, prepared, document));
  }
  return answers;
}

/** The profiles asked about; of an id that is not known, a new visitor's. */
async function findDocuments(
  tx: ReadTransaction,
  project: number,
  askings: readonly Asking[],
  now: Instant,
): Promise<ProfileDocument[]> {
  const identities = askings.map(({ as }) => ({ kind: 'anonymous', id: as }) as const);
  const numbers = await tx.findNumbers(project, identities);
  const documents = await tx.profiles(project, [...numbers.values()]);
  const byNumber = new Map(documents.map((document) => [document.number, document]));
  return identities.map((identity) => {
    const number = numbers.get(`anonymous:${identity.id}`);
    const document = number === undefined ? undefined : byNumber.get(number);
    return document ?? createProfile(nobody, identity, now);
  });
}

/** The number of no user. */
const nobody = -1;

async function findAnswer(
  tx: ReadTransaction,
  project: number,
  { queries, judge }: PreparedPlans,
  document: ProfileDocument,
): Promise<SegmentAnswer> {
  const rows = queries.length === 0 ? [] : await tx.findEvents(project, document.number, queries);
  const events = createEventLookup(rows, queries);
  return {
    userId: document.userId ?? null,
    segments: judge(toProfile(document), events).findSegments(),
  };
}
