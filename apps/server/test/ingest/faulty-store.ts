import type { Store, WriteTransaction } from '../../src/store/store.ts';

/** What may go wrong around a write of the real store below. */
export interface Faults {
  /** Awaited before a transaction begins; may throw. */
  beforeWrite?: () => Promise<void> | void;
  /** Called inside the transaction when events are written; a throw rolls it back. */
  onInsertEvents?: (names: string[]) => void;
  /** Awaited when a transaction has committed, before that is known to anybody; may throw. */
  afterCommit?: () => Promise<void> | void;
}

/** The same store, at whose boundary `faults` happen; and how many transactions it was asked for. */
export function makeFaulty(store: Store, faults: Faults): Store & { writes: number } {
  async function interfere<T>(write: () => Promise<T>): Promise<T> {
    faulty.writes += 1;
    await faults.beforeWrite?.();
    const result = await write();
    await faults.afterCommit?.();
    return result;
  }

  const faulty: Store & { writes: number } = {
    kind: store.kind,
    writes: 0,
    read: (work) => store.read(work),
    backUp: (write) => store.backUp(write),
    headPosition: () => store.headPosition(),
    close: () => store.close(),
    write: (work) => interfere(() => store.write((tx) => work(watchEvents(tx, faults)))),
    commit: (work) => interfere(() => store.commit((tx) => work(watchEvents(tx, faults)))),
    settle: () => store.settle(),
  };
  return faulty;
}

function watchEvents(tx: WriteTransaction, faults: Faults): WriteTransaction {
  return new Proxy(tx, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== 'function') return member;
      if (key !== 'insertEvents') return member.bind(target);
      return (...[project, events]: Parameters<WriteTransaction['insertEvents']>) => {
        faults.onInsertEvents?.(events.map(({ name }) => name));
        return target.insertEvents(project, events);
      };
    },
  });
}
