import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPersonAnswers } from '../../src/modules/sdk/person-answers.ts';
import { createProjectPlans } from '../../src/modules/sdk/project-plans.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { noon } from '../ingest/open-ingest.ts';
import { type Postgres, startPostgres } from '../postgres.ts';
import { createExperienceDesk, makeTarget } from './experience-helpers.ts';
import { makeId, openSdk, type TestSdk } from './open-sdk.ts';

let postgres: Postgres;
let stores: Store[];
let sdk: TestSdk;

beforeAll(async () => {
  postgres = await startPostgres();
  const databaseUrl = await postgres.createDatabase();
  stores = [await openStore({ databaseUrl }), await openStore({ databaseUrl })];
  sdk = await openSdk({ store: stores[0] as Store });
});

afterAll(async () => {
  await sdk?.close();
  for (const store of stores ?? []) await store.close();
  await postgres?.stop();
});

const page = { url: 'https://shop.example/', device: 'desktop' } as const;

it('Of pages that ask two servers at one moment one may show', async () => {
  await createExperienceDesk(() => sdk).put({ id: 'one', type: 'banner', target: makeTarget() });
  const clock = { now: noon };
  const servers = stores.map((store) =>
    createPersonAnswers({ store, plans: createProjectPlans(), now: () => clock.now }),
  );
  const claim = async (server: number, as: string, token: string) => {
    const experiences = { page, claim: { experienceId: 'one', token }, explains: false };
    const answer = await servers[server]?.ask(sdk.project, { as, segments: false, experiences });
    return answer?.claimed;
  };
  for (const person of ['ada', 'bob', 'eve'].map((name) => makeId(name))) {
    const asked = await Promise.all([0, 1, 0, 1].map((at) => claim(at, person, `${at}`)));
    const given = asked.map((isGiven, i) => (isGiven ? i % 2 : undefined));
    // One of the two, and that each time it asked.
    const [winner] = given.filter((at) => at !== undefined);
    expect(asked).toEqual([0, 1, 0, 1].map((at) => at === winner));
    // Others do not show it while it may be about to be seen.
    const look = { as: person, segments: false, experiences: { page, explains: false } };
    expect((await servers[winner === 0 ? 1 : 0]?.ask(sdk.project, look))?.experiences).toEqual([]);
  }
  clock.now += 61_000;
  expect(await claim(0, makeId('ada'), 'later')).toBe(true);
  expect(
    await stores[0]?.read((tx) => tx.claims([`${sdk.project.number} ${makeId('bob')}`])),
  ).toEqual([]);
});
