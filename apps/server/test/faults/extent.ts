/** `npm run faults` sets it: everything as long as it should be, instead of as short as it may be. */
export const isLong = process.env.MUSTER_FAULTS === 'long';

/** How often a server is killed. */
export const rounds = isLong ? 50 : 5;
