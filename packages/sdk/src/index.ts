// The npm package: types for `window.jimo`, and a loader. It does not hold the SDK itself, which is
// loaded from the server, so that a site gets repairs without a new release of its own.

export { type LoadOptions, load } from './load.ts';
export type { Command, EventPayloads, IdentifyCallback, SetOptions } from './public-commands.ts';
export { push } from './push.ts';
export type { Segment } from './wire.ts';
