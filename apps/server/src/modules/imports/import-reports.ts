import type { ImportBody } from '@muster/protocol';
import { HttpProblem } from '../../http/problem.ts';
import type {
  ImportIssue,
  ImportRow,
  ImportSettings,
  ImportValidation,
} from '../../store/import-rows.ts';
import type { Store } from '../../store/store.ts';
import { byteOrderMark, toCsvLine } from '../segments/write-csv.ts';
import { makePlan } from './check-settings.ts';
import { readDraft, readImport, readSettings } from './import-drafts.ts';
import type { ImportFiles } from './import-files.ts';
import type { ImportPlan } from './import-plan.ts';
import { createTally, judgeRows } from './judge-rows.ts';

interface Parts {
  store: Store;
  files: ImportFiles;
}

/** A validation that is under way, or has failed; one that is done is kept with the settings. */
interface Validating {
  state: 'running' | 'failed';
  read: () => ImportValidation;
  failure: string | null;
}

/** What is wrong with a file: found before it is run, and kept of its run. */
export function createImportReports({ store, files }: Parts) {
  const validating = new Map<string, Validating>();

  function judge(row: ImportRow, settings: ImportSettings, plan: ImportPlan) {
    const { format, columns, identifier } = settings;
    const reading = { plan, idIndex: identifier?.column ?? 0, width: columns.length };
    const path = files.pathOf(row.id);
    return judgeRows(store, { path, format, project: row.project, reading });
  }

  async function* writeIssues(batches: AsyncIterable<readonly ImportIssue[]>) {
    yield byteOrderMark + toCsvLine(['row', 'column', 'value', 'reason']);
    for await (const issues of batches) {
      yield issues
        .map(({ row, column, value, reason }) => toCsvLine([row, column, value, reason]))
        .join('');
    }
  }

  async function* issuesOfRun({ number }: ImportRow): AsyncGenerator<ImportIssue[], void> {
    let after = 0;
    for (;;) {
      const from = after;
      const issues = await store.read((tx) => tx.importIssues(number, from));
      if (issues.length === 0) return;
      yield issues;
      after = issues.at(-1)?.row ?? from;
    }
  }

  async function* issuesOfDraft(row: ImportRow, settings: ImportSettings) {
    const plan = makePlan(row, settings, row.createdAt);
    for await (const { issues } of judge(row, settings, plan)) yield issues;
  }

  return {
    isValidating: ({ id }: ImportRow): boolean => validating.get(id)?.state === 'running',

    /** From now on it is said to be running. */
    beginValidation({ id }: ImportRow): void {
      validating.set(id, { state: 'running', read: createTally().read, failure: null });
    },

    /** Reads the whole file, and keeps what is found unless the settings are others by then. */
    async validate(
      row: ImportRow,
      settings: ImportSettings,
      plan: ImportPlan,
      signal: AbortSignal,
    ): Promise<void> {
      const tally = createTally();
      validating.set(row.id, { state: 'running', read: tally.read, failure: null });
      try {
        for await (const judgement of judge(row, settings, plan)) {
          signal.throwIfAborted();
          tally.add(judgement);
        }
        await store.write(async (tx) => {
          const present = await tx.import(row.project, row.id);
          if (present?.status !== 'draft') return;
          const now = await readSettings(tx, present);
          if (!isSame(now, settings)) return;
          await tx.updateImport(present, { ...now, validation: tally.read() });
        });
        validating.delete(row.id);
      } catch (error) {
        validating.delete(row.id);
        if (signal.aborted) return;
        const failure = error instanceof Error ? error.message : String(error);
        validating.set(row.id, { state: 'failed', read: tally.read, failure });
        throw error;
      }
    },

    /** Forgets a validation that has failed. */
    forget({ id }: ImportRow): void {
      validating.delete(id);
    },

    /** The validation of an import that is under way, or has failed. */
    findValidation: (id: string): Validating | undefined => validating.get(id),

    /**
     * What is known of the validation of an import as its settings are; `before` is what was found of
     * it before they were read.
     */
    readValidation(
      row: ImportRow,
      settings: ImportSettings,
      before: Validating | undefined,
    ): ImportBody['validation'] {
      if (row.status !== 'draft') return null;
      const ofRows = row.totalRows;
      const found = validating.get(row.id);
      if (found) return { ...found.read(), ofRows, state: found.state, failure: found.failure };
      const { validation } = settings;
      if (validation) return { ...validation, ofRows, state: 'done', failure: null };
      return before?.state === 'running'
        ? { ...before.read(), ofRows, state: 'running', failure: null }
        : null;
    },

    /** The report as CSV. Throws a 409 for a draft that has not been validated. */
    async write(
      project: number,
      id: string,
    ): Promise<{ row: ImportRow; text: AsyncGenerator<string> }> {
      const row = await store.read((tx) => readImport(tx, project, id));
      if (row.status !== 'draft') return { row, text: writeIssues(issuesOfRun(row)) };
      const { settings } = await store.read((tx) => readDraft(tx, project, id));
      if (settings.validation === undefined) {
        const detail = 'The import has not been validated as it is now.';
        throw new HttpProblem(409, 'import_not_validated', detail);
      }
      return { row, text: writeIssues(issuesOfDraft(row, settings)) };
    },
  };
}

function isSame(one: ImportSettings, other: ImportSettings): boolean {
  const { validation: _, ...rest } = one;
  const { validation: __, ...otherRest } = other;
  return JSON.stringify(rest) === JSON.stringify(otherRest);
}
