/**
 * The promise of the language, whatever the page has put in its place: an async function always
 * returns one. Awaiting such a promise does not go through the page's `then` either.
 */
export const NativePromise = (async () => {})().constructor as PromiseConstructor;
