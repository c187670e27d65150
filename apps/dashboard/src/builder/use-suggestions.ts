import { useBuilder } from './builder-context.ts';
import type { Suggestion, ValueSubject } from './builder-data.ts';
import { type Loaded, useLoaded } from './use-loaded.ts';

/** Values of a subject that begin with the text; without a subject nothing is asked. */
export function useSuggestions(
  subject: ValueSubject | undefined,
  prefix: string,
): Loaded<readonly Suggestion[]> {
  const { data } = useBuilder();
  return useLoaded(
    subject && JSON.stringify([subject, prefix]),
    async (signal) => (subject ? (await data.suggestValues(subject, prefix, signal)).values : []),
    prefix === '' ? 0 : 120,
  );
}
