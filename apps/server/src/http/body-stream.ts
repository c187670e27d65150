/** Pieces of text as a body: the next is made when the last is taken, and none after a cancel. */
export function toBodyStream(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      async pull(controller) {
        let next = await pieces.next();
        // A batch may be empty: its users are gone by now.
        while (!next.done && next.value === '') next = await pieces.next();
        if (next.done) controller.close();
        else controller.enqueue(encoder.encode(next.value));
      },
      async cancel() {
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
