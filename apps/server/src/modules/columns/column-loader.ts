import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { breathe } from '../../index/breathe.ts';
import type { CodedColumn, ColumnBlock } from '../../index/native-blocks.ts';
import type { IndexQuestions } from '../audience/ask-index.ts';
import { addRow, bytesOfTable, createEventTable, type EventTable } from './event-table.ts';
import type { NeededEvent } from './needs.ts';
import type { Population, Wanted } from './population.ts';
import {
  countOccurrences,
  selectGeneration,
  selectOccurrences,
  selectValues,
} from './read-columns.ts';
import { bytesOfColumn, createValueColumn, type ValueColumn, writeBlock } from './value-column.ts';

/** Loads what a population wants from the index, one thing at a time. */
export interface ColumnLoader {
  /** Begins with what is wanted, unless it is at work; returns at once. */
  goOn(followed: Followed): void;
  readonly isAtWork: boolean;
}

/** A population that the change log is taken into. */
export interface Followed {
  readonly population: Population;
  /** As far as it has been: every change after it will be. */
  readonly position: number;
}

interface Parts {
  questions: IndexQuestions;
  project: number;
  signal: AbortSignal;
  logger: Pick<Logger, 'info'>;
  /** Of the change log. */
  headPosition: () => Promise<number>;
  /** The highest number of a user, about. */
  lastNumber: () => number;
  /** Whether so many bytes more may be held. */
  allows: (bytes: number) => boolean;
}

/** Columns of users that are read at once. */
const columnsAtOnce = 8;
/** What a value takes, about: a code, and a number as most wanted columns have. */
const bytesAValue = 12;
/** What an occurrence takes beside its properties: whose it is, and when it was. */
const bytesAnOccurrence = 12;

/** How long the log is waited for. */
const patienceMs = 10_000;
const lookEveryMs = 20;

export function createColumnLoader(parts: Parts): ColumnLoader {
  const { questions, project, signal, logger, headPosition, allows } = parts;
  const asking = { project, signal, lane: 'background', kind: 'membership' } as const;
  let isAtWork = false;

  /** Makes room for it, if need be by forgetting others. */
  function hasRoom(population: Population, wanted: Wanted, bytes: number): boolean {
    while (!allows(bytes)) {
      if (population.evict()) continue;
      population.refuse(wanted);
      return false;
    }
    return true;
  }

  /** Texts may be longer than was reckoned with: the one that takes most is left to the index. */
  function checkRoom(population: Population, sizes: ReadonlyMap<Wanted, number>): void {
    const bytes = [...sizes.values()].reduce((sum, each) => sum + each, 0);
    if (allows(bytes)) return;
    const [largest] = [...sizes].sort(([, one], [, other]) => other - one);
    if (largest) population.refuse(largest[0]);
    throw new Error('There is no room for it.');
  }

  async function loadValues(
    population: Population,
    wanted: readonly Extract<Wanted, { type: 'subject' }>[],
  ): Promise<void> {
    const lastNumber = parts.lastNumber();
    const taken = wanted.filter((one, i) =>
      hasRoom(population, one, (i + 1) * lastNumber * bytesAValue),
    );
    if (taken.length === 0) return;
    const subjects = taken.map(({ subject }) => subject);
    const places = subjects.map(population.expectColumn);
    const columns = subjects.map(() => createValueColumn(lastNumber + 1));
    const statement = selectValues(
      project,
      subjects.map((subject) => subject.columns),
    );
    try {
      await questions.readBlocks(statement, asking, async (block) => {
        for (const [i, column] of columns.entries()) {
          writeRaw(column, i, block, block.columns.number as Uint32Array);
          await breathe();
        }
        checkRoom(
          population,
          new Map(columns.map((column, i) => [taken[i] as Wanted, bytesOfColumn(column)])),
        );
      });
    } catch (error) {
      for (const place of places) place.giveUp();
      throw error;
    }
    for (const [i, place] of places.entries()) place.fill(columns[i] as ValueColumn);
  }

  /**
   * Occurrences up to a position say by their `rev` that they are, but those of an index that has been made anew have that of
   * its making. So it must have been made before that position, and none may take its place meanwhile.
   */
  async function loadTable(
    followed: Followed,
    wanted: Extract<Wanted, { type: 'event' }>,
  ): Promise<void> {
    const { population } = followed;
    const { event } = wanted;
    const generation = await readGeneration();
    await waitFor(followed, await headPosition());
    const { position } = followed;
    const place = population.expectTable(event);
    try {
      const [counted] = await questions.ask<{ rows: string }>(
        countOccurrences(project, event),
        asking,
      );
      const rows = Number(counted?.rows ?? 0);
      if (
        !hasRoom(population, wanted, rows * (bytesAnOccurrence + event.keys.size * bytesAValue))
      ) {
        place.giveUp();
        return;
      }
      const table = createEventTable(event.source, event.name, event.keys, rows + 1_000);
      await questions.readBlocks(
        selectOccurrences(project, event, position),
        asking,
        async (block) => {
          await addRows(table, event, block);
          checkRoom(population, new Map([[wanted, bytesOfTable(table)]]));
        },
      );
      if ((await readGeneration()) !== generation) throw new Error('The index was made anew.');
      place.fill(table);
    } catch (error) {
      place.giveUp();
      throw error;
    }
  }

  async function waitFor(followed: Followed, position: number): Promise<void> {
    for (let waited = 0; followed.position < position; waited += lookEveryMs) {
      if (waited >= patienceMs) throw new Error('The change log goes on faster than it is read.');
      await sleep(lookEveryMs, undefined, { signal });
    }
  }

  async function readGeneration(): Promise<string | undefined> {
    const [row] = await questions.ask<{ comment: string }>(selectGeneration, asking);
    return row?.comment;
  }

  return {
    goOn(followed) {
      if (isAtWork) return;
      const { population } = followed;
      const all = population.wanted();
      const [first] = all;
      if (first === undefined) return;
      isAtWork = true;
      const subjects = all.filter((wanted) => wanted.type === 'subject');
      const loading =
        first.type === 'event'
          ? loadTable(followed, first)
          : loadValues(population, subjects.slice(0, columnsAtOnce));
      loading
        .catch((error: unknown) => {
          if (signal.aborted) return;
          // It is asked for again, and meanwhile the index answers.
          logger.info({ project, err: error }, 'columns could not be loaded');
        })
        .finally(() => {
          isAtWork = false;
        });
    },
    get isAtWork() {
      return isAtWork;
    },
  };
}

async function addRows(table: EventTable, event: NeededEvent, block: ColumnBlock): Promise<void> {
  const users = block.columns.number as Uint32Array;
  const times = block.columns.at as Float64Array;
  const first = table.rows;
  for (let i = 0; i < block.rows; i += 1) addRow(table, users[i] as number, times[i] as number);
  for (const [i, key] of [...event.keys].entries()) {
    const column = table.properties.get(key);
    await breathe();
    if (column) writeRaw(column, i, block, first);
  }
}

/** The columns of one `RawColumns`, by their place in the statement. */
function writeRaw(
  column: ValueColumn,
  place: number,
  { columns }: ColumnBlock,
  rows: Uint32Array | number,
): void {
  writeBlock(
    column,
    rows,
    columns[`t${place}`] as CodedColumn,
    columns[`n${place}`] as Float64Array,
  );
}
