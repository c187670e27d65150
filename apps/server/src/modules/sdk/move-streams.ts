import { createAlarm } from '../../index/alarm.ts';
import type { Project, Store } from '../../store/store.ts';
import type { MembersDesk } from '../membership/follow-members.ts';
import type { Moved } from '../membership/moved.ts';

/** Pages that are told when their visitor may have entered or left a segment. */
export interface MoveStreams {
  /**
   * A stream with a `m` at its beginning and whenever the visitor may have moved, and a space now and then; it says no
   * more than that, so whoever reads it learns nothing that asking would not tell.
   *
   * @param as the browser's own id
   * @returns `unknown` where nobody has this id yet, `full` where as many listen as may, `untold` where live
   *   membership is not kept of the project
   */
  open(project: Project, as: string): Promise<ReadableStream<Uint8Array> | StreamRefusal>;
  /**
   * Resolves with the answer to what a page asks about its visitor's segments: what it says of needs no more telling.
   */
  whileAsked<Answer>(as: string, ask: () => Promise<Answer>): Promise<Answer>;
  /** Ends all streams, and lets nobody in any more. */
  close(): void;
  readonly size: number;
}

export type StreamRefusal = 'unknown' | 'full' | 'untold';

interface Settings {
  store: Pick<Store, 'read' | 'headPosition'>;
  members: Pick<MembersDesk, 'watch' | 'whyNotKept'>;
  /** Default 25,000: proxies end what is silent for a minute. */
  heartbeatMs?: number;
  /** Of all projects together; default 5,000. */
  maxStreams?: number;
}

interface Listener {
  number: number;
  /** Its page was answered with all changes of the log up to this one. */
  through: number;
  ring(): void;
  end(): void;
  stream: ReadableStream<Uint8Array>;
}

/** The listeners of one project. */
interface Room {
  listeners: Map<number, Set<Listener>>;
  leave(): void;
}

/** So many at a time: each asks then, and when a day begins many may move at once. */
const ringsAtOnce = 100;
const ringEveryMs = 50;

const move = new TextEncoder().encode('m');
const heartbeat = new TextEncoder().encode(' ');

export function createMoveStreams(settings: Settings): MoveStreams {
  const { store, members, heartbeatMs = 25_000, maxStreams = 5_000 } = settings;
  const rooms = new Map<number, Room>();
  const listenersOf = new Map<string, Set<Listener>>();
  const due = new Set<Listener>();
  let timer: NodeJS.Timeout | undefined;
  let size = 0;
  let isClosed = false;

  function ringSome(): void {
    timer = undefined;
    let rung = 0;
    for (const listener of due) {
      if (rung === ringsAtOnce) break;
      due.delete(listener);
      listener.ring();
      rung += 1;
    }
    if (due.size > 0) timer = setTimeout(ringSome, ringEveryMs);
  }

  function call(listeners: Iterable<Listener>): void {
    for (const listener of listeners) due.add(listener);
    if (due.size > 0 && timer === undefined) ringSome();
  }

  function add({ listeners }: Room, listener: Listener): void {
    const others = listeners.get(listener.number) ?? new Set();
    listeners.set(listener.number, others.add(listener));
  }

  function remove({ listeners }: Room, listener: Listener): void {
    const others = listeners.get(listener.number);
    others?.delete(listener);
    if (others?.size === 0) listeners.delete(listener.number);
  }

  function onMoved(room: Room, moved: Moved): void {
    const { listeners } = room;
    if (moved.isEverybody) call([...listeners.values()].flatMap((some) => [...some]));
    for (const [from, to] of moved.merges) {
      const some = [...(listeners.get(from) ?? [])];
      for (const listener of some) {
        remove(room, listener);
        listener.number = to;
        add(room, listener);
      }
      call(some);
    }
    for (const [number, position] of moved.numbers) {
      const some = [...(listeners.get(number) ?? [])];
      call(some.filter(({ through }) => through < position));
    }
    // The browser comes again, and is somebody else then.
    for (const number of moved.erased) for (const one of listeners.get(number) ?? []) one.end();
  }

  function enter(project: Project): Room {
    const { number } = project;
    const known = rooms.get(number);
    if (known !== undefined) return known;
    const stop = members.watch(project, (moved) => onMoved(room, moved));
    const room: Room = {
      listeners: new Map(),
      leave() {
        if (room.listeners.size > 0 || rooms.get(number) !== room) return;
        rooms.delete(number);
        stop();
      },
    };
    rooms.set(number, room);
    return room;
  }

  return {
    async open(project, as) {
      if (isClosed || size >= maxStreams) return 'full';
      if (members.whyNotKept(project) !== null) return 'untold';
      const number = await findNumber(store, project, as);
      if (number === undefined) return 'unknown';
      if (isClosed || size >= maxStreams) return 'full';
      const room = enter(project);
      size += 1;
      const listener = createListener(number, heartbeatMs, () => {
        size -= 1;
        due.delete(listener);
        remove(room, listener);
        room.leave();
        own.delete(listener);
        if (own.size === 0 && listenersOf.get(as) === own) listenersOf.delete(as);
      });
      add(room, listener);
      const own = listenersOf.get(as) ?? new Set();
      listenersOf.set(as, own.add(listener));
      return listener.stream;
    },
    async whileAsked(as, ask) {
      const own = listenersOf.get(as);
      if (own === undefined) return ask();
      // Before the question: what is written while it is answered may not be in the answer.
      const through = await store.headPosition();
      const answer = await ask();
      for (const listener of own) listener.through = Math.max(listener.through, through);
      return answer;
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      for (const { listeners } of rooms.values()) {
        for (const some of listeners.values()) for (const listener of some) listener.end();
      }
    },
    get size() {
      return size;
    },
  };
}

async function findNumber(
  store: Pick<Store, 'read'>,
  { number }: Project,
  as: string,
): Promise<number | undefined> {
  const identity = { kind: 'anonymous', id: as } as const;
  const numbers = await store.read((tx) => tx.findNumbers(number, [identity]));
  return [...numbers.values()][0];
}

/** @param onGone called once, when the stream is at its end, by whichever side */
function createListener(number: number, heartbeatMs: number, onGone: () => void): Listener {
  const alarm = createAlarm();
  // The page has asked before it listened: what came between is asked for now.
  let hasMoved = true;
  let isOver = false;
  let isGone = false;
  const leave = () => {
    if (!isGone) onGone();
    isGone = true;
  };
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (!hasMoved && !isOver) await alarm.sleep(heartbeatMs);
        if (isGone) return;
        if (isOver) {
          leave();
          controller.close();
          return;
        }
        controller.enqueue(hasMoved ? move : heartbeat);
        hasMoved = false;
      },
      cancel() {
        isOver = true;
        leave();
        alarm.ring();
      },
    },
    { highWaterMark: 0 },
  );
  return {
    number,
    through: 0,
    ring() {
      hasMoved = true;
      alarm.ring();
    },
    end() {
      isOver = true;
      alarm.ring();
    },
    stream,
  };
}
