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
  const byName = useMemo(() => new Map(chosen.map((each) => [nameOf(each), each])), [chosen]);
  const names = JSON.stringify([...byName.keys()]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `names` says all that is asked, and an answer must not have the others asked anew
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const askAll = async () => {
      for (const [name, each] of byName) {
        if (answers.has(name)) continue;
        // Not said to be unknown: a warning is for what is certain. The list of values says that it failed.
        const answer = await isUnknown(each, data, signal).catch(() => undefined);
        if (signal.aborted) return;
        if (answer !== undefined) setAnswers((before) => new Map(before).set(name, answer));
      }
    };
    void askAll();
    return () => controller.abort();
  }, [names, data]);
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
