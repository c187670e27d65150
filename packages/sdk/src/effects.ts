import { asksRefetch, findArgument, toId } from './arguments.ts';
import type { TellRuntime } from './experiences/runtime-host.ts';
import type { ShownExperience } from './experiences/shown.ts';
import { isRecord, parseJson, readMessage, toRecord } from './json.ts';
import { type Callback, eventNames, type Listeners } from './listeners.ts';
import { each, filter } from './lists.ts';
import type { OwnValuesStore } from './own-values.ts';
import { type Command, describe } from './parse-command.ts';
import { readValues } from './read-values.ts';
import type { SafeStorage } from './safe-storage.ts';
import type { Segments } from './segments.ts';
import type { Call, Visitor } from './visitor.ts';
import type { Reply } from './wire.ts';

/** Where it is kept when the changelog widget was last opened in this browser. */
const widgetOpened = 'widgetOpened';

/** Only what shows experiences does something about these. */
const isForRuntime = /^do (?:(?:widget|rc):(?:open|close)|widget:(?:show|hide))$/;

/** Throws what is wrong with its arguments. */
type Effect = (args: readonly unknown[], call: Call, name: string) => unknown;

/**
 * Runs a command. The result is what the promise of its push becomes; a refused command throws what
 * is wrong with it.
 */
export function createEffects(
  visitor: Visitor,
  values: OwnValuesStore,
  listeners: Listeners,
  storage: SafeStorage,
  browserLanguage: () => string,
  segments: Pick<Segments, 'ask' | 'onSaid'>,
  askExperiences: (isUrgent: boolean, trigger?: string) => Promise<Reply | undefined>,
  tell: TellRuntime,
  checkRoute: () => void,
  invoke: (callback: Callback, payload?: unknown) => void,
  refuse: (message: string) => void,
): (command: Command, call: Call) => unknown {
  const fail = (value: unknown, what: string): never => {
    throw new Error(`${describe(value)} is not ${what}`);
  };
  /** The values that can be sent of an object, or of its JSON; the keys of the others are reported. */
  const read = (name: string, input: unknown, flatten: boolean, onRefused?: () => void) => {
    const record = typeof input === 'string' ? parseJson(input) : input;
    if (!isRecord(record)) return fail(input, 'an object');
    return readValues(record, flatten, (key, reason) => {
      refuse(`${name}: "${key}" ${reason}; it is left out`);
      onRefused?.();
    });
  };
  const readText = (value: unknown, what: string): string => {
    return typeof value === 'string' && value ? value : fail(value, what);
  };
  const refetch = async (trigger?: string) => {
    void segments.ask();
    await askExperiences(true, trigger);
  };

  const identify: Effect = (args, call) => {
    const userId = toId(args[0]);
    const callback = findArgument(args, 'function') as Callback | undefined;
    const signature = findArgument(args, 'string') as string | undefined;
    if (userId) return visitor.identify(userId, call.at, callback, signature);
    const error = new Error('no user id');
    if (callback) invoke(callback, error);
    throw error;
  };

  const setNative =
    (field: string): Effect =>
    (args, call) => {
      const value = args[0] ?? null;
      if (!args.length || (value !== null && typeof value !== 'string')) {
        return fail(args[0], 'a text');
      }
      if (field === 'language' && visitor.isPresent(call)) values.setLanguage(value);
      visitor.say({ type: 'native', values: { [field]: value } }, call);
      return asksRefetch(args[1]) ? refetch() : undefined;
    };

  const setAttributes: Effect = (args, call, name) => {
    const segment = args[2] === true;
    let removeUnspecified = toRecord(args[1]).removeUnspecified === true;
    const changes = read(name, args[0], segment, () => {
      // Something that was named cannot be sent, and must not be removed for that.
      removeUnspecified = false;
    });
    if (visitor.isPresent(call)) values.merge(segment, changes, removeUnspecified);
    visitor.say({ type: 'attributes', values: changes, segment, removeUnspecified }, call);
    return asksRefetch(args[1]) ? refetch() : undefined;
  };

  const setGroup: Effect = (args, call, name) => {
    const { groupId: id, traits } = toRecord(args[0]);
    const groupId = readText(toId(id), 'a group id');
    const segment = toRecord(args[1]).fromSegment === true;
    visitor.say({ type: 'group', groupId, traits: read(name, traits ?? {}, true), segment }, call);
  };

  const track: Effect = (args, call, name) => {
    const event = readText(args[0], 'the name of an event');
    visitor.say({ type: 'track', event, properties: read(name, args[1] ?? {}, true) }, call);
  };

  const trackSegment: Effect = (args, call, name) => {
    const { event: given, messageId, timestamp, properties } = toRecord(args[0]);
    const event = readText(given, 'the name of an event');
    visitor.say(
      {
        type: 'segmentTrack',
        event,
        messageId: toId(messageId),
        ...read(name, { timestamp }, false),
        properties: read(name, properties ?? {}, true),
      },
      call,
    );
  };

  const reset: Effect = () => {
    visitor.reset();
    storage.remove(widgetOpened);
  };
  // No name of a command (a verb, a space, a method) is one of an object's own.
  const effects: Record<string, Effect> = {
    'do identify': identify,
    'set user:id': identify,
    'set user:name': setNative('name'),
    'set user:email': setNative('email'),
    'set user:language': setNative('language'),
    'set core:language': setNative('language'),
    'set user:attributes': setAttributes,
    'set user:group': setGroup,
    'do track': track,
    'do segmentio:track': trackSegment,
    'do user:reset': reset,
    'do storage:reset': reset,
    'do boosted:refresh': () => refetch(),
    'do boosted:trigger': (args) => refetch(readText(toRecord(args[0]).evolutionId, 'an id')),
    'do boosted:hash-change': checkRoute,
    'do widget:open': (_args, { at }) => storage.set(widgetOpened, new Date(at).toISOString()),
    'do widget:resetLastOpenDate': () => storage.remove(widgetOpened),
    'get user:id': visitor.userId,
    'get user:attributes': values.attributes,
    'get jimer:attributes': values.attributes,
    'get user:language': () => values.language() ?? browserLanguage(),
    'get user:segments': segments.ask,
    'get widget:lastOpenDate': () => storage.get(widgetOpened) || null,
    'get widget:unreadCount': async () => {
      // Of posts only it is said at all.
      const isUnread = ({ isRead }: ShownExperience) => isRead === false;
      const shown = (await askExperiences(true))?.experiences as readonly ShownExperience[];
      return filter(shown ?? [], isUnread).length;
    },
  };
  each(eventNames, (event) => {
    effects[`on ${event}`] = (args) => {
      const listener = args[0];
      if (typeof listener !== 'function') return fail(listener, 'a function');
      listeners.add(event, listener as Callback);
      segments.onSaid();
      return undefined;
    };
    effects[`off ${event}`] = (args) => {
      listeners.remove(event, args[0]);
    };
  });

  return ({ name, args }, call) => {
    try {
      const effect = effects[name];
      if (!effect && !isForRuntime.test(name)) throw new Error('unknown command');
      const result = effect?.(args, call, name);
      tell(name, args);
      return result;
    } catch (error) {
      throw new Error(`${name}: ${readMessage(error)}`);
    }
  };
}
