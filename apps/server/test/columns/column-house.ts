import { setTimeout as sleep } from 'node:timers/promises';
import { toEventRow, toUserRow } from '@muster/conditions';
import { afterAll, beforeAll } from 'vitest';
import type { Person } from '../../../../packages/conditions/test/agreement/arbitrary-person.ts';
import type { IndexEngines } from '../../src/index/engine.ts';
import { createLedgers, createTables } from '../../src/index/schema.ts';
import type { IndexQuestions } from '../../src/modules/audience/ask-index.ts';
import { createColumnLoader } from '../../src/modules/columns/column-loader.ts';
import type { Population } from '../../src/modules/columns/population.ts';
import { type TestEngineKind, type TestIndexPlace, useTestEngines } from '../index/test-engines.ts';

/** An index of its own from which columns are loaded. Call it once at the top of a test file. */
export function useColumnHouse() {
  // The columns of a cluster are not kept.
  const [kind] = useTestEngines(['chdb']);
  let place: TestIndexPlace;
  let engines: IndexEngines;
  let projects = 0;
  beforeAll(async () => {
    place = (kind as TestEngineKind).makePlace();
    engines = await place.open();
    const { indexer } = engines;
    for (const statement of [...createLedgers(indexer), ...createTables(1, '', indexer)]) {
      await indexer.execute(statement);
    }
  });
  afterAll(async () => {
    await engines.close();
    place.remove();
  });

  return {
    /** Puts people into a project of their own, whose number it returns; their numbers are from 1. */
    async fill(
      everybody: readonly Person[],
      timeZone: string,
      isLeftOut: (number: number) => boolean = () => false,
    ): Promise<number> {
      projects += 1;
      const project = projects;
      const users: string[] = [];
      const events: string[] = [];
      for (const [i, { profile, events: own }] of everybody.entries()) {
        const number = i + 1;
        if (isLeftOut(number)) continue;
        const row = { project, number, rev: 1, timeZone };
        users.push(toUserRow({ ...row, deleted: false, anonymousId: undefined, profile }));
        events.push(...own.map((event) => toEventRow({ ...event, ...row })));
      }
      const { indexer } = engines;
      if (users.length > 0) await indexer.insert('users', Buffer.from(users.join('\n')));
      if (events.length > 0) await indexer.insert('events', Buffer.from(events.join('\n')));
      return project;
    },

    /** Loads what is wanted until nothing is. */
    async load(
      population: Population,
      project: number,
      lastNumber: number,
      allows: (bytes: number) => boolean = () => true,
    ): Promise<void> {
      const { background: engine } = engines;
      const questions: IndexQuestions = {
        ask: (statement) => engine.query(statement),
        async readBlocks(statement, _, onBlock) {
          for await (const block of engine.streamBlocks(statement)) await onBlock(block);
        },
        waitForIndex: async () => 1,
      };
      const loader = createColumnLoader({
        ...{ questions, project, allows, lastNumber: () => lastNumber },
        signal: new AbortController().signal,
        logger: { info: () => undefined },
        headPosition: async () => 1,
      });
      do {
        loader.goOn({ population, position: 1 });
        await sleep(1);
      } while (loader.isAtWork || population.wanted().length > 0);
    },
  };
}
