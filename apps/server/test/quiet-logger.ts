import { pino } from 'pino';

/** Says what is wrong, and nothing else; for what runs parts of the server without its program. */
export const quietLogger = pino({ level: 'warn' });
