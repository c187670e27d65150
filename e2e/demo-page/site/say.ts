interface MusterWindow {
  jimo: { push(command: unknown): Promise<unknown> | number };
}

/** A command as it was pushed, for the log of the page. */
export interface Said {
  text: string;
  at: Date;
}

type Listener = (said: Said) => void;
const listeners: Listener[] = [];

/** Pushes a command, and shows it. Before the SDK is there, the push goes into the buffer. */
export function say(verb: string, method: string, parameters?: unknown): void {
  const command = parameters === undefined ? [verb, method] : [verb, method, parameters];
  // `window.jimo` is another one after the start: it is read on each push.
  void (window as unknown as MusterWindow).jimo.push(command);
  const said = { text: write(command), at: new Date() };
  for (const listener of listeners) listener(said);
}

/** Asks for a value; of a command that is still in the buffer nothing is heard. */
export async function ask(method: string): Promise<unknown> {
  return (window as unknown as MusterWindow).jimo.push(['get', method]);
}

/** Tells of every command that is pushed. */
export function onSaid(listener: Listener): void {
  listeners.push(listener);
}

/** As a person would type it. */
function write(value: unknown): string {
  if (typeof value === 'function') return 'function () { … }';
  if (Array.isArray(value)) return `[${value.map(write).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, inner]) => `${key}: ${write(inner)}`);
  return `{ ${entries.join(', ')} }`;
}
