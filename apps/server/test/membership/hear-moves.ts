import {
  compile,
  type Instant,
  joinSql,
  type Plan,
  raw,
  renderSql,
  sql,
  uint32,
} from '@muster/conditions';
import { expect } from 'vitest';
import { createIndexQuestions } from '../../src/modules/audience/ask-index.ts';
import { readSurroundings } from '../../src/modules/audience/read-question.ts';
import type { Identity, Project } from '../../src/store/store.ts';
import type { TestHouse } from '../http/test-house.ts';
import { makeWebhook } from '../webhooks/worker-house.ts';

/** The body of a message about somebody who entered or left. */
export interface MoveMessage {
  type: 'segment.entered' | 'segment.left';
  timestamp: string;
  data: {
    segment: { id: string; name: string };
    user: { id: string | null; anonymousId: string | null };
    cause: { type: 'data' | 'time'; condition: unknown };
  };
}

/** Everybody whom each plan holds for, in one question to the index. */
export async function askMembers(
  house: TestHouse,
  project: Project,
  plans: readonly Plan[],
): Promise<number[][]> {
  if (plans.length === 0) return [];
  const lists = plans.map((plan, i) => {
    const matches = compile(plan, project.number);
    return sql`arraySort(groupArrayIf(number, ${matches})) AS ${raw(`m${i}`)}`;
  });
  const [row] = await createIndexQuestions(house).ask<Record<string, number[]>>(
    renderSql(sql`SELECT ${joinSql(lists, ', ')} FROM users FINAL
      WHERE project = ${uint32(project.number)}`),
    { project: project.number, signal: new AbortController().signal },
  );
  return plans.map((_, i) => row?.[`m${i}`] ?? []);
}

/** A webhook that wants to know of all moves, and what it was told compared with what the index says. */
export async function hearMoves(house: TestHouse, project: Project) {
  const webhook = makeWebhook('http://127.0.0.1:9/', {
    events: ['segment.entered', 'segment.left'],
  });
  await house.store.write((tx) => tx.putWebhook(webhook));
  const heard = new Set<string>();
  let known = new Map<string, { meaning: string; members: Set<number> }>();

  /** What was told since the last call, in order. */
  async function takeMessages(): Promise<MoveMessage[]> {
    const wish = { project: project.number, webhook: webhook.id, limit: 100_000 };
    const rows = await house.store.read((tx) => tx.deliveries(wish));
    const fresh = rows.filter(({ id }) => !heard.has(id)).reverse();
    for (const { id } of fresh) heard.add(id);
    return fresh.map(({ payload }) => JSON.parse(payload));
  }

  async function membersAt(now: Instant) {
    const { segments, resolver } = await house.store.read((tx) =>
      readSurroundings(tx, project, () => now),
    );
    const plans = segments.map(({ id }) => resolver.resolveSegment(id));
    const members = await askMembers(house, project, plans);
    return new Map(segments.map(({ id }, i) => [id, new Set(members[i])]));
  }

  async function readMeanings(): Promise<Map<string, string>> {
    const {
      project: found,
      segments,
      resolver,
    } = await house.store.read((tx) => readSurroundings(tx, project, () => 0));
    const meaning = (id: string) => JSON.stringify([found.timeZone, resolver.resolveSegment(id)]);
    return new Map(segments.map(({ id }) => [id, meaning(id)]));
  }

  async function findNumber({ user }: MoveMessage['data']): Promise<number> {
    const identity: Identity =
      user.id === null
        ? { kind: 'anonymous', id: user.anonymousId ?? '' }
        : { kind: 'user', id: user.id };
    const numbers = await house.store.read((tx) => tx.findNumbers(project.number, [identity]));
    const [number] = numbers.values();
    if (number === undefined) throw new Error(`Nobody is ${JSON.stringify(identity)}`);
    return number;
  }

  return {
    takeMessages,
    async turn(state: 'on' | 'off') {
      const off = { disabled: { at: house.clock.now, reason: 'The test has turned it off.' } };
      const next = state === 'on' ? webhook : { ...webhook, ...off };
      await house.store.write((tx) => tx.putWebhook(next));
    },
    /**
     * Compares what was told since the last check with what is so now.
     *
     * @param isOfTime nothing but time has passed since: then each message names the very instant
     * @returns how many messages there were, of data and of time
     */
    async check(isOfTime: boolean) {
      const met = { data: 0, time: 0 };
      const meanings = await readMeanings();
      for (const message of await takeMessages()) {
        const { segment, cause } = message.data;
        const number = await findNumber(message.data);
        const about = { ...message, number, at: new Date(house.clock.now).toISOString() };
        const members = known.get(segment.id)?.members;
        const hasEntered = message.type === 'segment.entered';
        // Nobody is told of a segment that is new or was edited.
        expect(known.get(segment.id)?.meaning, JSON.stringify(about)).toBe(
          meanings.get(segment.id),
        );
        expect(members?.has(number), JSON.stringify(about)).toBe(!hasEntered);
        if (hasEntered) members?.add(number);
        else members?.delete(number);
        met[cause.type] += 1;
        if (!isOfTime) continue;
        const at = Date.parse(message.timestamp);
        expect(cause, JSON.stringify(about)).toMatchObject({
          type: 'time',
          condition: expect.any(Object),
        });
        const isIn = async (now: Instant) => (await membersAt(now)).get(segment.id)?.has(number);
        const found = { before: await isIn(at - 1), at: await isIn(at) };
        expect(found, JSON.stringify(about)).toEqual({ before: !hasEntered, at: hasEntered });
      }
      const there = await house.store.read((tx) => tx.scanProfiles(project.number, 0, 1_000));
      const numbers = new Set(there.map(({ number }) => number));
      const now = await membersAt(house.clock.now);
      const next = new Map<string, { meaning: string; members: Set<number> }>();
      for (const [id, meaning] of meanings) {
        const before = known.get(id);
        const members = now.get(id) ?? new Set();
        if (before?.meaning === meaning) {
          const told = [...before.members].filter((number) => numbers.has(number)).sort();
          expect({ id, told }).toEqual({ id, told: [...members].sort() });
        }
        next.set(id, { meaning, members: new Set(members) });
      }
      known = next;
      return met;
    },
  };
}
