import type { WritingTurn, WritingTurns } from '../../store/writing-turns.ts';
import { createDeferred, type Deferred } from './deferred.ts';
import type { ToIntake } from './intake-messages.ts';

/** Asks the thread of the intake for turns to write, and hands them out. */
export interface TurnDesk extends WritingTurns {
  /** The thread lends the turn that was asked for first. */
  grant(): void;
  /** It cannot. */
  refuse(error: Error): void;
  /** It is asked to end: who asks from now on waits for that. */
  close(): void;
  /** It has ended: there is nobody to ask any more. */
  end(): void;
  /** It is no more, and nobody knows what it was doing. */
  refuseAll(error: Error): void;
}

export function createTurnDesk(say: (message: ToIntake) => void): TurnDesk {
  const asking: Deferred<WritingTurn>[] = [];
  const afterwards: Deferred<WritingTurn>[] = [];
  let state: 'running' | 'closing' | 'ended' = 'running';
  let failure: Error | undefined;

  return {
    take() {
      if (failure !== undefined) return Promise.reject(failure);
      if (state === 'ended') return Promise.resolve(aloneTurn);
      const turn = createDeferred<WritingTurn>();
      if (state === 'closing') afterwards.push(turn);
      else {
        asking.push(turn);
        say({ type: 'askTurn' });
      }
      return turn.promise;
    },
    grant() {
      asking.shift()?.resolve({ isAlone: false, end: () => say({ type: 'endTurn' }) });
    },
    refuse(error) {
      asking.shift()?.reject(error);
    },
    close() {
      state = 'closing';
    },
    end() {
      state = 'ended';
      for (const turn of afterwards.splice(0)) turn.resolve(aloneTurn);
    },
    refuseAll(error) {
      failure = error;
      for (const turn of [...asking.splice(0), ...afterwards.splice(0)]) turn.reject(error);
    },
  };
}

const aloneTurn: WritingTurn = { isAlone: true, end: () => {} };
