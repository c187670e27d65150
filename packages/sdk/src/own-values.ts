import { isRecord, type Json, type JsonRecord, parseJson, writeJson } from './json.ts';
import type { SafeStorage } from './safe-storage.ts';

const name = 'values';
const saveAfterMs = 200;

/** Where a value comes from: the page itself, or Segment. */
export type ValueSource = 'sdk' | 'segment';

type Values = Record<string, Json>;

interface OwnValues {
  sdk: Values;
  segment: Values;
  language: string | null;
}

/**
 * What this browser has set for its present user: what `get user:attributes` and `get user:language`
 * answer. The server is not asked: whoever may claim a user id must not learn what others know of
 * that user.
 */
export function createOwnValues(
  storage: SafeStorage,
  setTimeout: (work: () => void, ms: number) => unknown,
) {
  const stored = parseJson(storage.get(name));
  let values: OwnValues = {
    sdk: copy(isRecord(stored) && stored.sdk),
    segment: copy(isRecord(stored) && stored.segment),
    language: isRecord(stored) && typeof stored.language === 'string' ? stored.language : null,
  };
  let isDirty = false;
  const save = () => {
    if (isDirty) storage.set(name, writeJson({ ...values }));
    isDirty = false;
  };
  // Not at each of many sets: the whole is written each time.
  const saveSoon = () => {
    if (!isDirty) setTimeout(save, saveAfterMs);
    isDirty = true;
  };

  return {
    /** Writes what is not written yet. */
    save,
    /** With plain objects and lists, for the page to keep. */
    attributes: () => parseJson(writeJson(assign(copy(values.segment), values.sdk))),
    language: () => values.language,
    setLanguage(language: string | null) {
      values.language = language;
      saveSoon();
    },
    /** `null` removes; `removesOthers` removes what the same source had set besides. */
    merge(source: ValueSource, changes: JsonRecord, removesOthers: boolean) {
      const old = removesOthers ? Object.create(null) : values[source];
      values[source] = assign(old, changes);
      saveSoon();
    },
    clear() {
      values = { sdk: Object.create(null), segment: Object.create(null), language: null };
      saveSoon();
    },
  };
}

/** The values of this browser. */
export type OwnValuesStore = ReturnType<typeof createOwnValues>;

function copy(source: unknown): Values {
  const target: Values = Object.create(null);
  return isRecord(source) ? assign(target, source as JsonRecord) : target;
}

function assign(target: Values, changes: JsonRecord): Values {
  const keys = Object.keys(changes);
  for (let i = 0; i < keys.length; i += 1) {
    const key = keys[i] as string;
    const value = changes[key];
    if (value === null || value === undefined) delete target[key];
    else target[key] = value;
  }
  return target;
}
