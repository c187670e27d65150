import type { MessagePort } from 'node:worker_threads';
import type { LendingStore } from '../../store/writing-turns.ts';
import { createBatcher } from '../ingest/batcher.ts';
import { watchOutcomes } from '../ingest/watch-outcomes.ts';
import { collectMessages } from './collect-messages.ts';
import { toFailure } from './intake-failure.ts';
import type { FromIntake, ToIntake } from './intake-messages.ts';
import { createLocalIntake } from './local-intake.ts';

/** What the thread's side of an intake works with. */
export interface IntakeThreadParts {
  port: MessagePort;
  store: LendingStore;
  newId: () => string;
}

/** Does what `port` says, until it says that it is enough. */
export function serveIntake({ port, store, newId }: IntakeThreadParts): void {
  // The receipts of one transaction. A turn of the event loop later the next one may be under way.
  const { say, flush } = collectMessages<FromIntake>(
    (messages) => port.postMessage(messages),
    queueMicrotask,
  );
  const batcher = createBatcher({
    store,
    onFailure: (error) => say({ type: 'itemFailure', failure: toFailure(error) }),
  });
  const service = watchOutcomes(batcher, (counts) => say({ type: 'stored', counts }));
  const intake = createLocalIntake({ store, service, newId });
  let endTurn = () => {};

  function lendTurn(): void {
    store
      .lend(() => {
        const ended = new Promise<void>((resolve) => {
          endTurn = resolve;
        });
        say({ type: 'turn' });
        return ended;
      })
      .catch((error: unknown) => say({ type: 'noTurn', failure: toFailure(error) }));
  }

  async function close(): Promise<void> {
    await intake.close();
    await store.close();
    flush();
    port.close();
  }

  function hear(message: ToIntake): void {
    switch (message.type) {
      case 'parcel': {
        const { id, parcel } = message;
        intake.receive(parcel).then(
          (receipt) => say({ type: 'receipt', id, receipt }),
          (error: unknown) => say({ type: 'refusal', id, failure: toFailure(error) }),
        );
        return;
      }
      case 'askTurn':
        lendTurn();
        return;
      case 'endTurn':
        endTurn();
        return;
      case 'close':
        // What it rejects with ends the thread as an uncaught error, which the other side reports.
        void close();
    }
  }

  port.on('message', (messages: readonly ToIntake[]) => messages.forEach(hear));
  say({ type: 'open' });
}
