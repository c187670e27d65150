import { writeFileSync } from 'node:fs';
import {
  createResolver,
  type EventLookup,
  evaluate,
  type Instant,
  type NamedOccurrence,
  type Plan,
  type Profile,
  prepareForAnyTime,
  toEventLookup,
} from '@muster/conditions';
import { median } from '../../measure/statistics.ts';
import { type Bar, drawBars } from '../../plot/draw-bars.ts';
import { makeSegments } from '../../population/many-segments.ts';
import { benchNow, makeEvent } from '../../population/population.ts';
import { compareAnswers } from './compare-answers.ts';
import { type Contender, type Judge, loadContenders } from './contenders.ts';
import { listTests } from './language.ts';
import { makeCarelessPeople, makePeople, toDocument } from './people.ts';
import { makeQuestions, type Question, singleConditions } from './questions.ts';

const noEvents = toEventLookup([]);

interface Sizes {
  /** People who are asked about; answers are compared about ten times as many. */
  users: number;
  segments: number;
  rounds: number;
  /** A file for the plot of all peers; absent: none. */
  plot?: string | undefined;
}

interface Known {
  profile: Profile;
  events: EventLookup;
}

/** Ours and every peer on the same conditions for the same people: answers first, then time. */
export async function runPerson({ users, segments, rounds, plot }: Sizes): Promise<void> {
  const contenders = loadContenders();
  await showAnswers(contenders, users * 10);

  const people = makePeople(users);
  const questions = makeQuestions(segments);
  console.log(
    `\n${users} people, ${segments} segments on attributes; what a peer has no words for is left out on both sides; medians of at most ${rounds} turns\n`,
  );
  console.log(
    '| peer | segments it can say | ours (µs of processor time a person) | its (µs) | times ours | verdicts that differ |\n|---|---:|---:|---:|---:|---:|',
  );
  const bars: Bar[] = [];
  const ownMicroseconds: number[] = [];
  for (const contender of contenders) {
    const { line, own, other } = await compareSpeed(contender, questions, people, rounds);
    console.log(line);
    bars.push({ name: contender.name, value: other });
    ownMicroseconds.push(own);
  }
  if (plot !== undefined) {
    // Ours as it was in the middle of all turns: it is measured beside each.
    bars.push({ name: 'Muster', value: median(ownMicroseconds), isOurs: true });
    writeFileSync(plot, drawBars(`${segments} segments of one person`, 'µs', bars));
  }
  await showOwn(people, questions, rounds);
}

async function showAnswers(contenders: readonly Contender[], users: number): Promise<void> {
  const people = makeCarelessPeople(users);
  const reasons = new Set<string>();
  console.log(
    `Answers about ${users} people, a tenth of whom have one value of another type or letter case: how many differ from ours\n`,
  );
  console.log(`| condition | ${contenders.map(({ name }) => name).join(' | ')} |`);
  console.log(`|---|${contenders.map(() => '---:|').join('')}`);
  for (const { name, tree } of singleConditions) {
    const [plan] = resolveAll([{ name, tree }]);
    if (plan === undefined) throw new Error('There is a plan.');
    const cells = await Promise.all(
      contenders.map(async (contender) => {
        if (contender.refuses(plan) !== undefined) return '–';
        const { total, failures } = await compare(contender, [plan], people);
        if (total > 0) reasons.add(`- ${contender.name}, ${name}: ${explain(contender, plan)}`);
        if (failures > 0)
          reasons.add(`- ${contender.name}, ${name}: throws for ${failures} people`);
        return String(total);
      }),
    );
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
  console.log(`\n${[...reasons].sort().join('\n')}`);
}

/** Why the answers of a peer may differ, as its language says. */
function explain({ language }: Contender, plan: Plan): string {
  if (!plan.valid) return 'the plan is invalid';
  const reasons = listTests(plan.root).flatMap((test) => language.differs(test) ?? []);
  return reasons.length > 0 ? [...new Set(reasons)].join('; ') : '**no reason is known**';
}

async function compare(contender: Contender, plans: readonly Plan[], people: readonly Profile[]) {
  const { present, judge } = contender.prepare(plans);
  const pairs = people.map((profile) => ({
    ours: { profile, events: noEvents },
    theirs: present(toDocument(profile, 'UTC')),
  }));
  return compareAnswers(plans.length, pairs, prepareOurs(plans), judge);
}

async function compareSpeed(
  contender: Contender,
  questions: readonly Question[],
  people: readonly Profile[],
  rounds: number,
): Promise<{ line: string; own: number; other: number }> {
  const plans = resolveAll(questions).filter((plan) => contender.refuses(plan) === undefined);
  const { present, judge } = contender.prepare(plans);
  const { total } = await compare(contender, plans, people);
  const documents = people.map((profile) => present(toDocument(profile, 'UTC')));
  const known = people.map((profile) => ({ profile, events: noEvents }));
  const verdicts = new Uint8Array(plans.length);
  const ours = prepareOurs(plans);
  const took = await takeTurns(rounds, [
    () => judgeAll(known, ours, verdicts),
    () => judgeAll(documents, judge, verdicts),
  ]);
  const [own = 0, other = 0] = took.map((ms) => (ms * 1000) / people.length);
  const line = `| ${contender.name} ${contender.version} | ${plans.length} | ${own.toFixed(1)} | ${other.toFixed(0)} | ${(other / own).toFixed(1)} | ${total} of ${plans.length * people.length} |`;
  return { line, own, other };
}

/** What peers have no part in: segments on events, too, and a plan that is not prepared. */
async function showOwn(
  people: readonly Profile[],
  questions: readonly Question[],
  rounds: number,
): Promise<void> {
  const mixed = resolveAll(makeSegments(questions.length));
  const plans = resolveAll(questions);
  const known = people.map((profile, at) => ({ profile, events: makeEvents(at) }));
  const verdicts = new Uint8Array(questions.length);
  const inZone = resolveAll(questions, 'Europe/Paris');
  const sides: readonly [name: string, judge: Judge<Known>][] = [
    ['segments of which a quarter look at ten events of a person', prepareOurs(mixed)],
    ['the same, each person at an instant of her own', prepareOurs(mixed, tellTime())],
    ['segments on attributes', prepareOurs(plans)],
    ['the same, each person at an instant of her own', prepareOurs(plans, tellTime())],
    ['the same in Europe/Paris', prepareOurs(inZone, tellTime())],
    ['segments on attributes, each prepared anew for each person', judgeUnprepared(plans)],
  ];
  const took = await takeTurns(
    rounds,
    sides.map(
      ([, judge]) =>
        () =>
          judgeAll(known, judge, verdicts),
    ),
  );
  console.log(`\nours alone, ${questions.length} segments\n\n| | µs a person |\n|---|---:|`);
  for (const [at, [name]] of sides.entries()) {
    console.log(`| ${name} | ${(((took[at] ?? 0) * 1000) / people.length).toFixed(1)} |`);
  }
}

/** A millisecond later each time, as a server is asked: what moves with time has to be moved again. */
function tellTime(): () => Instant {
  let now = benchNow;
  return () => {
    now += 1;
    return now;
  };
}

function makeEvents(at: number): EventLookup {
  const occurrences = Array.from({ length: 10 }, (_, i): NamedOccurrence => {
    const { name, timestamp, properties } = makeEvent(at * 10 + i, 1);
    return { source: 'api', name, timestamp, properties };
  });
  return toEventLookup(occurrences);
}

/** As targeting does: all plans prepared once, for any instant. */
function prepareOurs(plans: readonly Plan[], now = () => benchNow): Judge<Known> {
  const judgeAt = prepareForAnyTime(plans);
  return ({ profile, events }, verdicts) => {
    const isIn = judgeAt(now())(profile, events);
    for (let at = 0; at < plans.length; at += 1) verdicts[at] = isIn(at) ? 1 : 0;
  };
}

function judgeUnprepared(plans: readonly Plan[]): Judge<Known> {
  return ({ profile, events }, verdicts) => {
    for (const [at, plan] of plans.entries()) {
      verdicts[at] = evaluate(plan, profile, events) ? 1 : 0;
    }
  };
}

async function judgeAll<Person>(
  people: readonly Person[],
  judge: Judge<Person>,
  verdicts: Uint8Array,
): Promise<void> {
  for (const person of people) {
    const judging = judge(person, verdicts);
    if (judging !== undefined) await judging;
  }
}

/** Turns that only warm up, and how long turns are taken when they are slow. */
const warmUps = 3;
const maxMs = 25_000;

/**
 * Median milliseconds of processor time of each, which other work on the machine does not lengthen, turn by turn:
 * `rounds` turns, or as many as fit, but at least one.
 */
async function takeTurns(
  rounds: number,
  sides: readonly (() => Promise<void>)[],
): Promise<number[]> {
  const took = sides.map((): number[] => []);
  const start = performance.now();
  for (let round = -warmUps; round < rounds; round += 1) {
    if (round > 0 && performance.now() - start > maxMs) break;
    for (const [at, side] of sides.entries()) {
      const before = process.cpuUsage();
      await side();
      const { user, system } = process.cpuUsage(before);
      if (round >= 0) took[at]?.push((user + system) / 1000);
    }
  }
  return took.map(median);
}

function resolveAll(
  questions: readonly { name: string; tree?: unknown; conditions?: unknown }[],
  timeZone = 'UTC',
) {
  const resolver = createResolver({
    now: benchNow,
    timeZone,
    segments: new Map(),
    experiences: new Map(),
    imports: new Set(),
  });
  return questions.map(({ tree, conditions }): Plan => {
    const plan = resolver.resolve(tree ?? conditions);
    if (!plan.valid) throw new Error(JSON.stringify(plan.problems));
    return plan;
  });
}
