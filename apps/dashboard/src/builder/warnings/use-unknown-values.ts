import type { Group } from '@muster/conditions';
import { useEffect, useMemo, useState } from 'react';
import type { BuilderData } from '../builder-data.ts';
import { type ChosenValue, listChosenValues } from './chosen-values.ts';

/** A full page of suggestions may have left the value out: then nothing is said. */
const fullPage = 20;
const maxAsked = 60;

/**
 * Values of the tree that no user has, as sentences by path. They are asked for one by one, each once;
 * what cannot be asked is not said to be unknown.
 */
export function useUnknownValues(
  tree: Group,
  data: BuilderData,
): ReadonlyMap<string, readonly string[]> {
  const [answers, setAnswers] = useState<ReadonlyMap<string, boolean>>(new Map());
  const chosen = useMemo(() => listChosenValues(tree).slice(0, maxAsked), [tree]);
  const asked = JSON.stringify(
    [...new Set(chosen.map(nameOf))].filter((name) => !answers.has(name)),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` says all that is asked
  useEffect(() => {
    const controller = new AbortController();
    const wanted = new Set<string>(JSON.parse(asked));
    for (const each of chosen) {
      const name = nameOf(each);
      if (!wanted.delete(name)) continue;
      isUnknown(each, data, controller.signal).then(
        (answer) => {
          if (!controller.signal.aborted) setAnswers((before) => new Map(before).set(name, answer));
        },
        // Not said to be unknown: a warning is for what is certain. The list of values says that it failed.
        () => undefined,
      );
    }
    return () => controller.abort();
  }, [asked, data]);
  return useMemo(() => {
    const warnings = new Map<string, string[]>();
    for (const each of chosen) {
      if (answers.get(nameOf(each)) !== true) continue;
      const text = `“${each.value}” is not a value of ${each.subject.key} yet.`;
      warnings.set(each.path, [...(warnings.get(each.path) ?? []), text]);
    }
    return warnings;
  }, [chosen, answers]);
}

function nameOf({ subject, value }: ChosenValue): string {
  return JSON.stringify([subject, value]);
}

async function isUnknown(
  { subject, value }: ChosenValue,
  data: BuilderData,
  signal: AbortSignal,
): Promise<boolean> {
  const { values } = await data.suggestValues(subject, String(value), signal);
  return values.length < fullPage && !values.some((known) => known.value === value);
}
