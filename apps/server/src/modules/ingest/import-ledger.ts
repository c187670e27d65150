import type { ImportChange, ImportProgress, KeptIssue } from '../../store/import-rows.ts';
import type { ReadTransaction, WriteTransaction } from '../../store/store.ts';
import type { RowIssue } from '../imports/import-plan.ts';
import type { ImportRowItem, IngestItem } from './ingest-item.ts';
import { documentOf, type People, type Person, resolvePerson } from './people.ts';

/** Most issues that are kept of one import; all are counted. */
const maxKeptIssues = 100_000;

/** What a row came to; each is one of these. */
export type Counted = 'created' | 'updated' | 'unchanged' | 'skipped' | 'refused';

interface Run {
  progress: ImportProgress;
  issues: KeptIssue[];
  changes: Map<Person, ImportChange>;
}

/**
 * How far the imports of a batch are. It is written in the transaction that applies their rows: so a
 * row that is behind it was applied, counted and can be undone, and one before it was not.
 */
export class ImportLedger {
  readonly #runs = new Map<number, Run>();
  #ended: ReadonlySet<number> = new Set();

  /** `people` are those of the batch, none of whose items has been applied. */
  static async read(
    tx: ReadTransaction,
    items: readonly IngestItem[],
    people: People,
  ): Promise<ImportLedger> {
    const ledger = new ImportLedger();
    const rows = items.filter((item) => item.type === 'importRow');
    const touched = new Map<string, { import: number; person: Person }>();
    for (const { plan, identity, email } of rows) {
      if (!ledger.#runs.has(plan.number)) {
        const progress = await tx.importProgress(plan.number);
        ledger.#runs.set(plan.number, { progress, issues: [], changes: new Map() });
      }
      const alike = email === undefined ? [] : people.findByEmail(email);
      for (const person of [...alike, identity && people.find(identity)]) {
        // She was in an earlier row of the file: what that replaced is what was there before.
        if (!person || !documentOf(person).imports.includes(plan.id)) continue;
        touched.set(`${plan.number}:${person.number}`, { import: plan.number, person });
      }
    }
    ledger.#ended = await tx.endedImports([...ledger.#runs.keys()]);
    const pairs = [...touched.values()].map((one) => ({
      import: one.import,
      number: one.person.number,
    }));
    for (const { import: run, number, change } of await tx.importChanges(pairs)) {
      const person = touched.get(`${run}:${number}`)?.person;
      if (person) ledger.#of(run).changes.set(person, change);
    }
    return ledger;
  }

  /**
   * Whether the row comes next. One that does not was applied before, or comes after rows that are not
   * stored: were it taken, those would be taken for applied. Nor does any of a run that was ended meanwhile.
   */
  judge({ plan, row }: ImportRowItem): 'next' | 'duplicate' | 'conflict' {
    const next = this.#of(plan.number).progress.row + 1;
    if (row === next) return this.#ended.has(plan.number) ? 'conflict' : 'next';
    return row < next ? 'duplicate' : 'conflict';
  }

  /** Counts a row, with all that is to be said of it. */
  note(item: ImportRowItem, counted: Counted, further: readonly RowIssue[] = []): void {
    const { progress, issues } = this.#of(item.plan.number);
    progress.row = item.row;
    progress[counted] += 1;
    const about = item.identity && { about: item.identity.id };
    for (const issue of [...item.issues, ...further]) {
      if (progress.issues >= maxKeptIssues) return;
      progress.issues += 1;
      issues.push({ row: item.row, ...issue, ...about });
    }
  }

  /** Remembers what a row did to a user; of two rows, what was there before the first. */
  keep({ plan }: ImportRowItem, person: Person, change: ImportChange): void {
    const { changes } = this.#of(plan.number);
    const earlier = changes.get(person);
    changes.set(person, earlier === undefined ? change : joinChanges(earlier, change));
  }

  /** Writes what has changed; users must have their numbers for good. */
  async save(tx: WriteTransaction): Promise<void> {
    for (const [run, { progress, issues, changes }] of this.#runs) {
      await tx.putImportProgress(run, progress);
      await tx.insertImportIssues(run, issues);
      const byNumber = new Map<number, ImportChange>();
      for (const [person, change] of changes) {
        const { number } = resolvePerson(person);
        const earlier = byNumber.get(number);
        byNumber.set(number, earlier === undefined ? change : joinChanges(earlier, change));
      }
      await tx.putImportChanges(
        [...byNumber].map(([number, change]) => ({ import: run, number, change })),
      );
    }
  }

  #of(run: number): Run {
    const found = this.#runs.get(run);
    if (found) return found;
    throw new Error(`The progress of import ${run} was not read`);
  }
}

function joinChanges(earlier: ImportChange, later: ImportChange): ImportChange {
  if (earlier.type === 'created' || later.type === 'created') return { type: 'created' };
  return {
    type: 'updated',
    native: { ...later.native, ...earlier.native },
    attributes: new Map([...later.attributes, ...earlier.attributes]),
  };
}
