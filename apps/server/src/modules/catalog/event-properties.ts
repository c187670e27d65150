import { type EventSource, type Kind, subjectColumns } from '@muster/conditions';
import type { AskOptions, IndexQuestions } from '../audience/ask-index.ts';
import { fromNewestEvents, selectPaths, selectProofs } from './catalog-sql.ts';
import { countKeys } from './count-keys.ts';
import { compareKeys, type KeyCounts, type PathsRow, readObservedKeys } from './observed-keys.ts';
import { readText } from './read-values.ts';

type Scalar = string | number | boolean;

/** What the data says of a property. */
export interface PropertyCounts extends Omit<KeyCounts, 'kinds'> {
  kinds: { kind: Kind; count: number; lastSeen: string; samples: Scalar[] }[];
  /** Of the most frequent kind. */
  samples: Scalar[];
}

const maxProperties = 200;
/** Occurrences that are looked at. */
const maxOccurrences = 200_000;
const maxSamples = 5;
/** Kinds that one statement looks at. */
const kindsAtOnce = 100;

/** The properties of the newest occurrences of an event, most frequent first; `count`: of how many. */
export async function readEventProperties(
  questions: IndexQuestions,
  { source, name }: { source: EventSource; name: string },
  asking: AskOptions,
): Promise<{ count: number; properties: PropertyCounts[] }> {
  const rows = fromNewestEvents(asking.project, source, name, maxOccurrences);
  const [row] = await questions.ask<PathsRow>(selectPaths('properties', rows), asking);
  const keys = readObservedKeys(row?.paths ?? {})
    .slice(0, maxProperties)
    .map((each) => ({ ...each, columns: columnsOf(each.key) }));
  const counted = await countKeys(questions, keys, rows, asking);
  const found = counted.filter((each) => each !== undefined).sort(compareKeys);
  const wanted = found.flatMap(({ key, kinds }) =>
    kinds.map(({ kind }) => ({ kind, columns: columnsOf(key) })),
  );
  const proofs: { lastSeen: string; samples: Scalar[] }[] = [];
  for (let start = 0; start < wanted.length; start += kindsAtOnce) {
    const some = wanted.slice(start, start + kindsAtOnce);
    const [answer] = await questions.ask<ProofRow>(selectProofs(some, rows), asking);
    proofs.push(
      ...some.map(({ kind }, i) => ({
        lastSeen: new Date(Number(answer?.[`t${i}`] ?? 0)).toISOString(),
        samples: ((answer?.[`s${i}`] ?? []) as string[])
          .slice(0, maxSamples)
          .map((text) => readText(kind, text)),
      })),
    );
  }
  const next = proofs.values();
  const none = { lastSeen: new Date(0).toISOString(), samples: [] };
  const properties = found.map(({ kinds, ...rest }) => {
    const proven = kinds.map((each) => ({ ...each, ...(next.next().value ?? none) }));
    return { ...rest, kinds: proven, samples: proven[0]?.samples ?? [] };
  });
  return { count: Number(row?.count ?? 0), properties };
}

/** Where the index keeps the values of a property. */
export function columnsOf(key: string) {
  return subjectColumns({ type: 'property', key });
}

type ProofRow = Record<string, string | string[]>;
