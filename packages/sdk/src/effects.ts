import { asksRefetch, findFunction, findText, toId, toRecord } from './arguments.ts';
import { isRecord, type JsonRecord, parseJson } from './json.ts';
import { type Callback, type EventName, eventNames, type Listeners } from './listeners.ts';
import type { OwnValuesStore } from './own-values.ts';
import { type Command, describe } from './parse-command.ts';
import { readValues } from './read-values.ts';
import type { Visitor } from './visitor.ts';
import type { Widget } from './widget.ts';
import type { Segment } from './wire.ts';

/** What the commands act on. */
export interface EffectsHost {
  visitor: Visitor;
  values: OwnValuesStore;
  listeners: Listeners;
  widget: Widget;
  browserLanguage: () => string;
  /** Sends what waits, then asks. */
  askSegments: () => Promise<readonly Segment[] | undefined>;
  checkRoute: () => void;
  call: (callback: Callback, payload?: unknown) => void;
  refuse: (message: string) => void;
}

type Effect = (args: readonly unknown[], at: number, name: string) => unknown;

/**
 * Runs a command. The result is what the promise of its push becomes; a refused command is reported
 * and has none.
 */
export function createEffects(host: EffectsHost): (command: Command, at: number) => unknown {
  const { visitor, values, widget, refuse } = host;

  /** The values that can be sent of an object; `isWhole` when those are all. */
  const read = (name: string, input: unknown, flatten: boolean) => {
    const record = typeof input === 'string' ? parseJson(input) : input;
    let isWhole = true;
    if (!isRecord(record)) {
      if (input !== undefined) refuse(`${name}: ${describe(input)} is not an object of values`);
      return { isWhole: false, changes: undefined };
    }
    const changes: JsonRecord = readValues(record, flatten, (key, reason) => {
      isWhole = false;
      refuse(`${name}: "${key}" ${reason}; it is left out`);
    });
    return { isWhole, changes };
  };
  const refetch = async () => {
    await host.askSegments();
  };

  const identify: Effect = (args, at, name) => {
    const userId = toId(args[0]);
    const callback = findFunction(args[1], args[2]);
    if (userId) return visitor.identify(userId, at, callback, findText(args[1], args[2]));
    const message = `${name}: ${describe(args[0])} is not a user id`;
    refuse(message);
    if (callback) host.call(callback, new Error(message));
    return undefined;
  };

  const setNative =
    (field: string): Effect =>
    (args, at, name) => {
      if (!args.length) refuse(`${name}: a value is missing`);
      const { isWhole, changes } = read(name, { [field]: args[0] }, false);
      if (!args.length || !isWhole || !changes) return undefined;
      const value = changes[field];
      if (field === 'language') values.setLanguage(typeof value === 'string' ? value : null);
      visitor.say({ type: 'native', values: changes }, at);
      return asksRefetch(args[1]) ? refetch() : undefined;
    };

  const setAttributes: Effect = (args, at, name) => {
    const isSegment = args[2] === true;
    const options = toRecord(args[1]);
    const { isWhole, changes } = read(name, args[0] ?? null, isSegment);
    if (!changes) return undefined;
    const isRemovalAsked = options.removeUnspecified === true;
    if (isRemovalAsked && !isWhole) {
      refuse(`${name}: nothing is removed, since a value that was named could not be sent`);
    }
    const removesOthers = isRemovalAsked && isWhole;
    values.merge(isSegment ? 'segment' : 'sdk', changes, removesOthers);
    visitor.say(
      {
        type: 'attributes',
        values: changes,
        ...(isSegment && { segment: true }),
        ...(removesOthers && { removeUnspecified: true }),
      },
      at,
    );
    return asksRefetch(args[1]) ? refetch() : undefined;
  };

  const setGroup: Effect = (args, at, name) => {
    const group = toRecord(args[0]);
    const groupId = toId(group.groupId);
    if (!groupId) return refuse(`${name}: ${describe(group.groupId)} is not a group id`);
    const traits = read(`${name} traits`, group.traits ?? {}, true).changes ?? {};
    const isSegment = toRecord(args[1]).fromSegment === true;
    visitor.say({ type: 'group', groupId, traits, ...(isSegment && { segment: true }) }, at);
  };

  const toProperties = (name: string, input: unknown) => {
    const { changes } = read(`${name} properties`, input ?? undefined, true);
    return changes && { properties: changes };
  };

  const track: Effect = (args, at, name) => {
    const event = args[0];
    if (typeof event !== 'string' || !event) {
      return refuse(`${name}: ${describe(event)} is not the name of an event`);
    }
    visitor.say({ type: 'track', event, ...toProperties(name, args[1]) }, at);
  };

  const trackSegment: Effect = (args, at, name) => {
    const { event, messageId, timestamp, properties } = toRecord(args[0]);
    if (typeof event !== 'string' || !event) {
      return refuse(`${name}: ${describe(event)} is not the name of an event`);
    }
    const { changes } = read(name, { messageId, timestamp }, false);
    const known = {
      ...(changes?.messageId != null && { messageId: `${changes.messageId}` }),
      ...(changes?.timestamp != null && { timestamp: changes.timestamp }),
    };
    visitor.say({ type: 'segmentTrack', event, ...known, ...toProperties(name, properties) }, at);
  };

  const reset: Effect = () => {
    visitor.reset();
    widget.resetLastOpenDate();
  };
  const set = (change: Partial<Widget['state']>) => () => {
    Object.assign(widget.state, change);
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
    'do boosted:refresh': refetch,
    'do boosted:hash-change': () => host.checkRoute(),
    'do boosted:trigger': (args, _at, name) => {
      const { evolutionId } = toRecord(args[0]);
      if (typeof evolutionId !== 'string') refuse(`${name}: needs {evolutionId}`);
    },
    'do widget:open': (_args, at) => widget.open(at),
    'do widget:close': set({ isOpen: false }),
    'do widget:show': set({ isHidden: false }),
    'do widget:hide': set({ isHidden: true }),
    'do widget:resetLastOpenDate': () => widget.resetLastOpenDate(),
    'do rc:open': set({ isCenterOpen: true }),
    'do rc:close': set({ isCenterOpen: false }),
    'get user:id': () => visitor.userId(),
    'get user:attributes': () => values.attributes(),
    'get jimer:attributes': () => values.attributes(),
    'get user:language': () => values.language() ?? host.browserLanguage(),
    'get user:segments': () => host.askSegments(),
    'get widget:lastOpenDate': () => widget.lastOpenDate(),
    'get widget:unreadCount': () => 0,
  };
  for (let i = 0; i < eventNames.length; i += 1) {
    const event = eventNames[i] as EventName;
    effects[`on ${event}`] = (args, _at, name) => {
      const listener = findFunction(args[0], args[1]);
      if (!listener) return refuse(`${name}: ${describe(args[0])} is not a function`);
      host.listeners.add(event, listener);
    };
    effects[`off ${event}`] = (args) => host.listeners.remove(event, args[0]);
  }

  return ({ name, args }, at) => {
    const effect = effects[name];
    return effect ? effect(args, at, name) : refuse(`there is no command "${name}"`);
  };
}
