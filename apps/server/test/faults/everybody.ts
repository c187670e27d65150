import { apiKey } from '../muster-process.ts';

/** How many there are, asked as an API client does. */
export const everybody = {
  method: 'POST',
  headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
  body: JSON.stringify({ conditions: { type: 'group', match: 'all', children: [] } }),
} as const;
