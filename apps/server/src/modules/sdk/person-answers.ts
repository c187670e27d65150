import type { EventLookup, Instant } from '@muster/conditions';
import type { SdkReplyBody } from '@muster/protocol';
import type { EventQuery, Project, ReadTransaction, Store } from '../../store/store.ts';
import { createEventLookup } from '../profiles/load-person.ts';
import { createProfile } from '../profiles/profile-changes.ts';
import type { ProfileDocument } from '../profiles/profile-document.ts';
import { toProfile } from '../profiles/to-profile.ts';
import { findShowingSettings } from '../projects/showing-settings.ts';
import { choose, findCandidates, findStarted } from '../targeting/choose-experiences.ts';
import {
  type Claim,
  type Claims,
  createOwnClaims,
  createSharedClaims,
  listHeld,
} from '../targeting/claims.ts';
import { explainInPage } from '../targeting/explain-in-page.ts';
import { type Chosen, listTaskQueries, showToPerson } from '../targeting/show-to-person.ts';
import { listSeenLately, type Page } from '../targeting/visit.ts';
import { toTrackerItem } from '../tracked-events/live-definitions.ts';
import { findPicker } from '../tracked-events/picker-service.ts';
import type { Judgement, PreparedPlans, ProjectPlans, SegmentName } from './project-plans.ts';

/** What a browser asks about its user. */
export interface PersonQuestion {
  as: string;
  segments: boolean;
  experiences?: {
    page: Page;
    /** The experience that the page wants to start. */
    trigger?: string;
    /** One that the page is about to show, if it may. */
    claim?: Omit<Claim, 'at'>;
    /** Whether the page would like to know why. */
    explains: boolean;
  };
}

/** What a browser is told of its user. */
export interface PersonAnswer {
  /** `null` while anonymous. */
  userId: string | null;
  /** In order of name. */
  segments?: SegmentName[];
  /** The most important first; at the end what is not shown but done. */
  experiences?: NonNullable<SdkReplyBody['experiences']>;
  /** Whether what was claimed may be shown. */
  claimed?: boolean;
  reasons?: NonNullable<SdkReplyBody['reasons']>;
}

/** Which segments browsers' users are in, and what may be shown to them. */
export interface PersonAnswers {
  /**
   * Evaluated from a snapshot taken after this call, so with everything that was acknowledged before.
   * An id that nobody knows is answered like, and costs the same as, a visitor's who has done nothing.
   */
  ask(project: Project, question: PersonQuestion): Promise<PersonAnswer>;
}

interface Parts {
  store: Store;
  plans: ProjectPlans;
  now: () => Instant;
}

interface Asking {
  project: Project;
  question: PersonQuestion;
  resolve: (answer: PersonAnswer) => void;
  reject: (error: unknown) => void;
}

/** Most questions that one snapshot answers: the thread that answers must get a turn. */
const maxTogether = 50;

/**
 * Answers what is asked in one turn of the event loop together: one snapshot, one `now`, one look-up
 * of ids and profiles. As with ingestion there is no timer: the more is asked, the more share it.
 */
export function createPersonAnswers({ store, plans, now }: Parts): PersonAnswers {
  const waiting: Asking[] = [];
  const own = createOwnClaims();
  const isAlone = store.kind === 'sqlite';
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
      const questions = askings.map(({ question }) => question);
      const find = (tx: ReadTransaction) => {
        const claims = isAlone ? own : createSharedClaims(tx);
        return findAnswers({ tx, plans, claims, project }, questions, now());
      };
      // Of two pages at two servers one is first: there one writes at a time.
      const isClaiming = questions.some(({ experiences }) => experiences?.claim !== undefined);
      const answers = await (isClaiming && !isAlone ? store.write(find) : store.read(find));
      for (const [index, { resolve }] of askings.entries()) {
        resolve(answers[index] as PersonAnswer);
      }
    } catch (error) {
      if (askings.length === 1) askings[0]?.reject(error);
      // Each for itself: one profile that cannot be read must not cost others their answer.
      else for (const asking of askings) await answerAll([asking]);
    }
  }

  return {
    ask: (project, question) =>
      new Promise((resolve, reject) => {
        waiting.push({ project, question, resolve, reject });
        if (isRunning) return;
        isRunning = true;
        void run();
      }),
  };
}

interface AskedOf {
  tx: ReadTransaction;
  plans: ProjectPlans;
  claims: Claims;
  project: Project;
}

async function findAnswers(
  { tx, plans, claims, project }: AskedOf,
  questions: readonly PersonQuestion[],
  now: Instant,
): Promise<PersonAnswer[]> {
  const prepared = await plans.prepare(tx, project, now);
  const documents = await findDocuments(tx, project.number, questions, now);
  const answers: PersonAnswer[] = [];
  for (const [index, document] of documents.entries()) {
    const question = questions[index] as PersonQuestion;
    const asked = { tx, project, prepared, claims, as: question.as, document, now };
    answers.push(await findAnswer(asked, question));
  }
  return answers;
}

/** The profiles asked about; of an id that is not known, a new visitor's. */
async function findDocuments(
  tx: ReadTransaction,
  project: number,
  questions: readonly PersonQuestion[],
  now: Instant,
): Promise<ProfileDocument[]> {
  const identities = questions.map(({ as }) => ({ kind: 'anonymous', id: as }) as const);
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

/** One person whom a question is about, and what it is answered from. */
interface Asked {
  tx: ReadTransaction;
  project: Project;
  prepared: PreparedPlans;
  claims: Claims;
  /** The browser's id. */
  as: string;
  document: ProfileDocument;
  now: Instant;
}

async function findAnswer(asked: Asked, question: PersonQuestion): Promise<PersonAnswer> {
  const answer: PersonAnswer = { userId: asked.document.userId ?? null };
  const judgement = await judge(asked);
  if (question.segments) answer.segments = judgement.findSegments();
  if (question.experiences === undefined) return answer;
  return { ...answer, ...(await findExperiences(asked, question.experiences, judgement)) };
}

async function judge(asked: Asked): Promise<Judgement> {
  const { prepared, document } = asked;
  return prepared.judge(toProfile(document), await readEvents(asked, prepared.queries));
}

async function readEvents(
  { tx, project, document }: Asked,
  queries: readonly EventQuery[],
): Promise<EventLookup> {
  const isKnown = document.number !== nobody && queries.length > 0;
  const rows = isKnown ? await tx.findEvents(project.number, document.number, queries) : [];
  return createEventLookup(rows, queries);
}

/** All rules but Who first: they read nothing. */
async function findExperiences(
  asked: Asked,
  { page, trigger, claim, explains }: NonNullable<PersonQuestion['experiences']>,
  judgement: Judgement,
): Promise<Omit<PersonAnswer, 'userId' | 'segments'>> {
  const { prepared, claims, document, now } = asked;
  const { rateLimit, explainsInPages } = findShowingSettings(asked.project);
  /** What may be shown as things stand now, and by which claims. */
  const readClaims = await claims.find(toPersonKeys(asked));
  const look = () => {
    const held = listHeld(readClaims(), document, now);
    const seenLately = listSeenLately(document, prepared.typeOf, held);
    const visit = { now, page, person: document, rateLimit, seenLately };
    const started = findStarted(prepared, { trigger, url: page.url });
    return { held, visit, chosen: choose(started, findCandidates(prepared, visit), judgement) };
  };
  const { visit, chosen } = look();
  const tasks = await readEvents(asked, listTaskQueries(chosen));
  const experiences: NonNullable<PersonAnswer['experiences']> = showToPerson(chosen, {
    document,
    judgement,
    tasks,
    rateLimit,
  });
  const { definitions } = prepared;
  const picker = await findPicker(asked.tx, asked.project.id, page.url, now);
  if (picker) experiences.push(picker);
  if (definitions) experiences.push(toTrackerItem(asked.project.id, definitions));
  const answer = { experiences, ...(claim && { claimed: await takeClaim(asked, claim, look()) }) };
  if (!explains || !explainsInPages) return answer;
  return { ...answer, reasons: explainInPage(prepared.experiences, visit, judgement) };
}

/**
 * Browsers of one user are one person. A visitor of whom nothing is stored is known by her browser, and what
 * that has claimed counts on when something is.
 */
function toPersonKeys({ project, document, as }: Asked): [string, ...string[]] {
  const ofBrowser = `${project.number} ${as}`;
  return document.number === nobody
    ? [ofBrowser]
    : [`${project.number} ${document.number}`, ofBrowser];
}

/**
 * Takes the claim if what it names may be shown now and no other page is about to show it. To be called with
 * how things stand at this moment, with nothing awaited in between: of two pages one is first.
 */
async function takeClaim(
  asked: Asked,
  { experienceId, token }: Omit<Claim, 'at'>,
  { held, chosen }: { held: readonly Claim[]; chosen: readonly Chosen[] },
): Promise<boolean> {
  const present = held.find((claim) => claim.experienceId === experienceId);
  if (present) return present.token === token;
  const isFree = chosen.some(
    ({ experience, startedBy }) => experience.row.id === experienceId && startedBy === undefined,
  );
  if (isFree) {
    await asked.claims.add(toPersonKeys(asked)[0], held, { experienceId, token, at: asked.now });
  }
  return isFree;
}
