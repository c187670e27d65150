import { createAlarm } from '../../index/alarm.ts';
import { toIdentityKey } from '../../store/identity-key.ts';
import type { Project, Store } from '../../store/store.ts';
import type { MembersDesk } from '../membership/follow-members.ts';
import type { Moved } from '../membership/moved.ts';

/** Pages that are told when their visitor may have entered or left a segment. */
export interface MoveStreams {
  /**
   * A stream with a `m` at its beginning and whenever the visitor may have moved, and a space now and then; it says no
   * more than that, so whoever reads it learns nothing that asking would not tell.
   *
   * It ends when live membership is not kept of the project any more, at the next space.
   *
   * @param as the browser's own id
   * @param address as of `findClientAddress`
   * @returns `unknown` where nobody has this id yet, `full` where as many listen as may, `untold` where live
   *   membership is not kept of the project
   */
  open(
    project: Project,
    as: string,
    address: string,
  ): Promise<ReadableStream<Uint8Array> | StreamRefusal>;
  /**
   * Resolves with the answer to what a page asks about its visitor's segments: what it says of needs no more telling.
   */
  whileAsked<Answer>(project: Project, as: string, ask: () => Promise<Answer>): Promise<Answer>;
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
  /** Of those; default 1,000: an office behind one address, but never everybody's. */
  maxStreamsOfAddress?: number;
  /** Told how many listen, whenever that has changed. */
  onCount?: (listeners: number) => void;
}

interface Listener {
  /** The browser's own id. */
  as: string;
  /** Of the user that she is now. */
  number: number;
  /** Its page was answered with all changes of the log up to this one. */
  through: number;
  ring(): void;
  end(): void;
  stream: ReadableStream<Uint8Array>;
}

/** The listeners of one project. */
interface Room {
  byNumber: Map<number, Set<Listener>>;
  byAs: Map<string, Set<Listener>>;
  stop(): void;
}

/** So many at a time: each asks then, and when a day begins many may move at once. */
const ringsAtOnce = 100;
const ringEveryMs = 50;

const move = new TextEncoder().encode('m');
const heartbeat = new TextEncoder().encode(' ');

export function createMoveStreams(settings: Settings): MoveStreams {
  const { store, members, heartbeatMs = 25_000, onCount } = settings;
  const { maxStreams = 5_000, maxStreamsOfAddress = 1_000 } = settings;
  const rooms = new Map<number, Room>();
  const sizesByAddress = new Map<string, number>();
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

  function renumber({ byNumber }: Room, listener: Listener, number: number): void {
    take(byNumber, listener.number, listener);
    listener.number = number;
    put(byNumber, number, listener);
  }

  /** Looks up whose pages they are: who was merged while the log was not followed was not heard of. */
  async function lookUp(project: number, room: Room): Promise<void> {
    const everybody = [...room.byAs.values()].flatMap((some) => [...some]);
    const numbers = await findNumbers(store, project, [...room.byAs.keys()]);
    for (const listener of everybody) {
      const number = numbers.get(listener.as);
      if (number === undefined) listener.end();
      else if (number !== listener.number) {
        renumber(room, listener, number);
        call([listener]);
      }
    }
  }

  function onMoved(project: number, room: Room, moved: Moved): void {
    const { byNumber, byAs } = room;
    if (moved.isEverybody) {
      const everybody = [...byAs.values()].flatMap((some) => [...some]);
      call(everybody);
      // The browsers come again, and are looked up one by one.
      lookUp(project, room).catch(() => everybody.forEach((listener) => void listener.end()));
    }
    for (const [from, to] of moved.merges) {
      const some = [...(byNumber.get(from) ?? [])];
      for (const listener of some) renumber(room, listener, to);
      call(some);
    }
    for (const [number, position] of moved.numbers) {
      const some = [...(byNumber.get(number) ?? [])];
      call(some.filter(({ through }) => through < position));
    }
    // The browser comes again, and is somebody else then.
    for (const number of moved.erased) for (const one of byNumber.get(number) ?? []) one.end();
  }

  function enter(project: Project): Room {
    const { number } = project;
    const known = rooms.get(number);
    if (known !== undefined) return known;
    const stop = members.watch(project, (moved) => onMoved(number, room, moved));
    const room: Room = { byNumber: new Map(), byAs: new Map(), stop };
    rooms.set(number, room);
    return room;
  }

  function isFull(address: string): boolean {
    const own = sizesByAddress.get(address) ?? 0;
    return isClosed || size >= maxStreams || own >= maxStreamsOfAddress;
  }

  function count(address: string, change: 1 | -1): void {
    size += change;
    const own = (sizesByAddress.get(address) ?? 0) + change;
    if (own > 0) sizesByAddress.set(address, own);
    else sizesByAddress.delete(address);
    onCount?.(size);
  }

  function leave(project: number, room: Room, listener: Listener): void {
    due.delete(listener);
    take(room.byNumber, listener.number, listener);
    take(room.byAs, listener.as, listener);
    if (room.byAs.size > 0) return;
    rooms.delete(project);
    room.stop();
  }

  return {
    async open(project, as, address) {
      const isTold = () => members.whyNotKept(project) === null;
      if (isFull(address)) return 'full';
      if (!isTold()) return 'untold';
      const number = (await findNumbers(store, project.number, [as])).get(as);
      if (number === undefined) return 'unknown';
      if (isFull(address)) return 'full';
      const room = enter(project);
      count(address, 1);
      const onGone = () => {
        count(address, -1);
        leave(project.number, room, listener);
      };
      const listener = createListener({ as, number, heartbeatMs, isTold, onGone });
      put(room.byNumber, number, listener);
      put(room.byAs, as, listener);
      return listener.stream;
    },
    async whileAsked(project, as, ask) {
      const own = rooms.get(project.number)?.byAs.get(as);
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
      for (const { byAs } of rooms.values()) {
        for (const some of byAs.values()) for (const listener of some) listener.end();
      }
    },
    get size() {
      return size;
    },
  };
}

function put<Key>(sets: Map<Key, Set<Listener>>, key: Key, listener: Listener): void {
  sets.set(key, (sets.get(key) ?? new Set()).add(listener));
}

function take<Key>(sets: Map<Key, Set<Listener>>, key: Key, listener: Listener): void {
  const others = sets.get(key);
  others?.delete(listener);
  if (others?.size === 0) sets.delete(key);
}

/** Numbers of users by the browsers' own ids; of an id that nobody has there is none. */
async function findNumbers(
  store: Pick<Store, 'read'>,
  project: number,
  ids: readonly string[],
): Promise<Map<string, number>> {
  const identities = ids.map((id) => ({ kind: 'anonymous', id }) as const);
  const numbers = await store.read((tx) => tx.findNumbers(project, identities));
  const found = new Map<string, number>();
  for (const identity of identities) {
    const number = numbers.get(toIdentityKey(identity));
    if (number !== undefined) found.set(identity.id, number);
  }
  return found;
}

interface ListenerParts {
  as: string;
  number: number;
  heartbeatMs: number;
  /** False when nobody will ring any more. */
  isTold: () => boolean;
  /** Called once, when the stream is at its end, by whichever side. */
  onGone: () => void;
}

function createListener({ as, number, heartbeatMs, isTold, onGone }: ListenerParts): Listener {
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
        if (isOver || !isTold()) {
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
    as,
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
