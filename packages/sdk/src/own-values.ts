import { isRecord, type Json, type JsonRecord, parseJson, writeJson } from './json.ts';
import { each } from './lists.ts';
import type { SafeStorage } from './safe-storage.ts';

const name = 'values';
const saveAfterMs = 200;

type Values = Record<string, Json>;

/** The values of this browser. */
export type OwnValuesStore = ReturnType<typeof createOwnValues>;

/**
 * What this browser has set for its present user: what `get user:attributes` and `get user:language`
 * answer. The server is not asked: whoever may claim a user id must not learn what others know of
 * that user.
 */
export function createOwnValues(
  storage: SafeStorage,
  later: (work: () => void, ms: number) => unknown,
) {
  let own: Values;
  let segment: Values;
  let language: string | null;
  let isDirty = false;
  const refresh = (isOther: boolean) => {
    if (isDirty && !isOther) return;
    isDirty = false;
    const stored = storage.read(name);
    own = copy(stored.attributes);
    segment = copy(stored.traits);
    language = typeof stored.language === 'string' ? stored.language : null;
  };
  refresh(true);
  const save = () => {
    if (isDirty) storage.write(name, { attributes: own, traits: segment, language });
    isDirty = false;
  };
  // Not at each of many sets: the whole is written each time.
  const saveSoon = () => {
    if (!isDirty) later(save, saveAfterMs);
    isDirty = true;
  };

  return {
    /** Writes what is not written yet. */
    save,
    /** Takes over what other tabs have set; of somebody else, whatever has been set here. */
    refresh,
    /** With plain objects and lists, for the page to keep. */
    attributes: () => parseJson(writeJson(assign(copy(segment), own))),
    language: () => language,
    setLanguage(value: string | null) {
      language = value;
      saveSoon();
    },
    /** `null` removes; `removesOthers` removes what the same source had set besides. */
    merge(isSegment: boolean, changes: JsonRecord, removesOthers: boolean) {
      if (isSegment) segment = assign(removesOthers ? copy(0) : segment, changes);
      else own = assign(removesOthers ? copy(0) : own, changes);
      saveSoon();
    },
    clear() {
      storage.remove(name);
      refresh(true);
    },
  };
}

/** A copy of an object of values; an empty one of anything else. */
function copy(source: unknown): Values {
  const target: Values = Object.create(null);
  return isRecord(source) ? assign(target, source as JsonRecord) : target;
}

function assign(target: Values, changes: JsonRecord): Values {
  each(Object.keys(changes), (key) => {
    const value = changes[key];
    if (value === null || value === undefined) delete target[key];
    else target[key] = value;
  });
  return target;
}
