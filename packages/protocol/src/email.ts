import * as z from 'zod';
import { wellFormed } from './well-formed.ts';

/** An email address as people sign in with it: not proven to be anybody's. */
export const emailSchema = z
  .string()
  .trim()
  .max(254, 'At most 254 characters.')
  .refine(...wellFormed)
  .refine((text) => /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(text), 'It must be an email address.')
  .meta({ format: 'email', example: 'ada@example.com' });
