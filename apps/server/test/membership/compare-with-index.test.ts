import type { Statement } from '@muster/conditions';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CodedColumn, ColumnBlock } from '../../src/index/native-blocks.ts';
import { type AskOptions, createIndexQuestions } from '../../src/modules/audience/ask-index.ts';
import { readSurroundings } from '../../src/modules/audience/read-question.ts';
import { countBits } from '../../src/modules/membership/bitset.ts';
import type { ProjectFollower } from '../../src/modules/membership/follow-project.ts';
import type { WordsRow } from '../../src/modules/membership/members-sql.ts';
import type { Project } from '../../src/store/store.ts';
import { readSamples } from '../health/read-samples.ts';
import { allOf, isOneOf, openTestHouse, type TestHouse } from '../http/test-house.ts';
import { createSegmentCalls } from '../segments/segment-calls.ts';
import { chosenSetup } from '../setups.ts';
import { did, hour, join, not, track } from './happenings.ts';
import { hearMoves } from './hear-moves.ts';
import { findProject, startFollower } from './start-follower.ts';

let house: TestHouse;
let project: Project;
let follower: ProjectFollower;
/** What becomes of the words that the index has answered: what is kept of it is damaged by it. */
let damage: ((row: WordsRow) => void) | undefined;
/** The same of blocks of columns. */
let damageBlock: ((block: ColumnBlock) => void) | undefined;
let isAway: boolean;
const { create } = createSegmentCalls(() => house);
const patiently = { timeout: 60_000, interval: 5 };

beforeEach(async () => {
  house = await openTestHouse();
  project = await findProject(house);
  damage = undefined;
  damageBlock = undefined;
  isAway = false;
  follower = follow();
});

afterEach(async () => {
  await follower.stop();
  await house.close();
});

function follow(): ProjectFollower {
  const questions = createIndexQuestions(house);
  return startFollower(house, project, {
    questions: {
      ...questions,
      async ask<Row>(statement: Statement, options: AskOptions) {
        if (isAway) throw new Error('The index is away.');
        const rows = await questions.ask<Row>(statement, options);
        const [row] = rows as WordsRow[];
        if (row && 'w1' in row) damage?.(row);
        return rows;
      },
      readBlocks: (statement, options, onBlock) =>
        questions.readBlocks(statement, options, (block) => {
          damageBlock?.(block);
          return onBlock(block);
        }),
    },
    findFromUsers: 0,
    compareEveryMs: 0,
  });
}

/** Numbers are from 1: everybody here is in the first word. */
function flip(row: WordsRow, words: `w${number}`, number: number): void {
  const own = row[words];
  if (own === undefined) throw new Error(`There are no ${words}.`);
  own[0] = (own[0] ?? 0) ^ (1 << number);
}

const count = async (id: string) => (await follower.read())?.segments.get(id)?.count;
const isKnown = (id: string) => expect.poll(() => count(id), patiently).toBeDefined();

/** Waits until so many more comparisons have come to their end. */
async function compareAgain(times = 2): Promise<void> {
  const { compared } = house.tally.read();
  await expect
    .poll(() => house.tally.read().compared, patiently)
    .toBeGreaterThanOrEqual(compared + times);
}

describe('What is kept is compared with the index, and', () => {
  // A cluster has none (decision 53).
  test.skipIf(chosenSetup === 'cluster')(
    'a difference of columns is found and reported, and they are loaded anew',
    async () => {
      await house.send(join('a'), join('b', 'Free'), join('c'), track('b', 'buy', house.clock.now));
      const { resolver } = await house.store.read((tx) =>
        readSurroundings(tx, project, () => house.clock.now),
      );
      const plans = [isOneOf('plan', 'Pro'), did('buy', 1, 'hour')].map((node) =>
        resolver.resolve(allOf(node)),
      );
      const find = async () => (await follower.find(plans))?.map((bits) => countBits(bits));
      // Everybody has another plan than she has.
      damageBlock = ({ columns }) => {
        const { keys } = columns.t0 as CodedColumn;
        const [pro, free] = [keys.indexOf('sPro'), keys.indexOf('sFree')];
        if (pro < 0 || free < 0) return;
        keys[pro] = 'sFree';
        keys[free] = 'sPro';
        damageBlock = undefined;
      };
      // Whoever asks meanwhile may be told one or the other, or be left to the index.
      const askOn = async () => {
        await find();
        return house.tally.read().repaired;
      };
      await expect.poll(askOn, patiently).toBe(3);
      await expect.poll(find, patiently).toEqual([2, 1]);
      await compareAgain();
      expect(house.tally.read()).toMatchObject({ repaired: 3, indexDiffers: 0 });
      const [said, ...others] = house.log.map((line) => JSON.parse(line));
      expect(others).toEqual([]);
      expect(said).toMatchObject({
        ...{ project: project.number, columnsDiffer: 3, repaired: 0 },
        msg: 'columns in memory differed from the index and have been forgotten',
      });
    },
  );

  test('a difference is found, put right, told to webhooks and reported', async () => {
    const hearer = await hearMoves(house, project);
    await house.send(join('a'), join('b', 'Free'), join('c'));
    const { id } = await create('Pro', allOf(isOneOf('plan', 'Pro')));
    // Filled wrongly: b is in it and c is not.
    damage = (row) => {
      flip(row, 'w1', 2);
      flip(row, 'w1', 3);
      damage = undefined;
    };
    await isKnown(id);
    await expect.poll(() => house.tally.read().repaired, patiently).toBe(2);
    await compareAgain();
    expect(await count(id)).toBe(2);
    expect([1, 2, 3].map((number) => follower.has(id, number))).toEqual([true, false, true]);
    expect(house.tally.read()).toMatchObject({ repaired: 2, indexDiffers: 0 });
    const [said, ...others] = house.log.map((line) => JSON.parse(line));
    expect(others).toEqual([]);
    expect(said).toMatchObject({
      project: project.number,
      repaired: 2,
      indexDiffers: 0,
      conditions: 1,
      msg: 'live membership differed from the index and has been put right',
    });
    const { body } = await house.call('GET', '/readyz', { key: null });
    const at = new Date(house.clock.now).toISOString();
    expect(body).toMatchObject({
      status: 'ready',
      liveMembership: { repaired: 2, indexDiffers: 0, comparedAt: at },
    });
    const samples = readSamples(await house.metrics.render());
    expect(samples.get('muster_live_membership_repaired')).toBe(2);
    const messages = await hearer.takeMessages();
    const told = messages.map(({ type, data: { user } }) => [type, user.id]);
    expect(told).toEqual([
      ['segment.left', 'b'],
      ['segment.entered', 'c'],
    ]);
  });

  test('somebody who should have left by time is found, though nothing rang for her', async () => {
    await house.send(join('a'), join('b'), track('a', 'buy', house.clock.now));
    const { id } = await create('Buyers', allOf(did('buy', 1, 'hour')));
    // b is believed to have bought: there is nothing of hers that could ever expire.
    damage = (row) => {
      flip(row, 'w1', 2);
      damage = undefined;
    };
    await isKnown(id);
    await expect.poll(() => house.tally.read().repaired, patiently).toBe(1);
    expect(await count(id)).toBe(1);
    house.clock.now += hour;
    expect(await count(id)).toBe(0);
    await compareAgain();
    expect(house.tally.read()).toMatchObject({ repaired: 1, indexDiffers: 0 });
  });

  test('where the store says what was kept, the index is reported and nothing is changed', async () => {
    await house.send(join('a'), join('b', 'Free'));
    const { id } = await create('Pro', allOf(isOneOf('plan', 'Pro')));
    await isKnown(id);
    await compareAgain();
    expect(house.tally.read()).toMatchObject({ repaired: 0, indexDiffers: 0 });
    damage = (row) => {
      flip(row, 'w1', 2);
      damage = undefined;
    };
    await expect.poll(() => house.tally.read().indexDiffers, patiently).toBe(1);
    expect(await count(id)).toBe(1);
    await compareAgain();
    expect(house.tally.read()).toMatchObject({ repaired: 0, indexDiffers: 1 });
    expect(house.log.map((line) => JSON.parse(line).msg)).toEqual([
      'the index differs from the store; `muster index verify` says where',
    ]);
  });

  test('where more differ than can be looked at one by one, everything is filled anew', async () => {
    await house.send(join('a'), join('b', 'Free'));
    const { id } = await create('Pro', allOf(isOneOf('plan', 'Pro')));
    damage = (row) => {
      // Some thousand users whom there are not.
      for (let place = 1; place < 100; place += 1) {
        row.places.push(place);
        row.w0?.push(0);
        row.w1?.push(0xffff_ffff);
      }
      damage = undefined;
    };
    await isKnown(id);
    await expect.poll(() => house.tally.read().repaired, patiently).toBeGreaterThan(2_000);
    const { repaired } = house.tally.read();
    await expect.poll(() => count(id), patiently).toBe(1);
    await compareAgain();
    expect(house.tally.read().repaired).toBe(repaired);
  });

  test('an index that cannot be asked keeps nobody waiting, and it is tried again', async () => {
    await house.send(join('a'));
    const { id } = await create('Pro', allOf(isOneOf('plan', 'Pro')));
    await isKnown(id);
    isAway = true;
    await expect.poll(() => house.tally.read().failed, patiently).toBeGreaterThan(0);
    await house.send(join('b'));
    expect(await count(id)).toBe(2);
    isAway = false;
    await compareAgain();
    expect(house.tally.read()).toMatchObject({ repaired: 0, indexDiffers: 0 });
  });

  test('nothing is reported while data is written, time passes and segments are edited', async () => {
    const { create: createSegment, change } = createSegmentCalls(() => house);
    await house.send(
      ...Array.from({ length: 20 }, (_, i) => join(`user-${i}`, i % 2 ? 'Pro' : 'Free')),
    );
    const { id } = await createSegment('Pro', allOf(isOneOf('plan', 'Pro')));
    const buyers = await createSegment('Buyers', allOf(did('buy', 1, 'hour')));
    await createSegment('Silent', allOf(not(did('buy', 1, 'hour')), isOneOf('plan', 'Pro')));
    await isKnown(id);
    const { compared } = house.tally.read();
    let writes = 0;
    while (house.tally.read().compared < compared + 6) {
      const i = writes % 20;
      const plan = writes % 3 === 0 ? 'Pro' : 'Free';
      await house.send(
        join(`user-${i}`, plan),
        track(`user-${i}`, 'buy', house.clock.now - (hour - 50)),
      );
      if (writes % 7 === 0) house.clock.now += 30;
      if (writes % 40 === 0)
        await change(buyers.id, null, {
          conditions: allOf(did('buy', writes % 80 === 0 ? 2 : 1, 'hour')),
        });
      await follower.read();
      writes += 1;
    }
    expect(writes).toBeGreaterThan(6);
    expect(house.tally.read()).toMatchObject({ repaired: 0, indexDiffers: 0 });
    expect(house.log).toEqual([]);
  });
});
