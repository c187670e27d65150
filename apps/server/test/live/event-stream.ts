/** One server-sent event, or a comment. */
export interface ServerEvent {
  /** `''` for what has no name. */
  event: string;
  data: unknown;
}

/** Reads a stream of server-sent events, one after the other. */
export function readEvents(stream: ReadableStream<Uint8Array>) {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = '';

  /** The next event; `undefined` at the end of the stream. */
  async function next(): Promise<ServerEvent | undefined> {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        return parse(block);
      }
      const { done, value } = await reader.read();
      if (done) return undefined;
      text += decoder.decode(value, { stream: true });
    }
  }

  return {
    next,
    /** The next event of that name; passes over others. Throws at the end of the stream. */
    async nextOf(name: string): Promise<ServerEvent> {
      for (;;) {
        const found = await next();
        if (found === undefined) throw new Error(`The stream ended before "${name}".`);
        if (found.event === name) return found;
      }
    },
    /** The names of all that is left, to the end of the stream. */
    async drain(): Promise<string[]> {
      const names: string[] = [];
      for (;;) {
        const found = await next();
        if (found === undefined) return names;
        names.push(found.event);
      }
    },
    cancel: () => reader.cancel(),
  };
}

export type EventReader = ReturnType<typeof readEvents>;

function parse(block: string): ServerEvent {
  let event = '';
  let data: unknown;
  for (const line of block.split('\n')) {
    if (line.startsWith('event: ')) event = line.slice(7);
    if (line.startsWith('data: ')) data = JSON.parse(line.slice(6));
    if (line.startsWith(':')) event = ':';
  }
  return { event, data };
}
