import { isDeepStrictEqual } from 'node:util';
import type {
  NewSource,
  SignatureScheme,
  SourceChange,
  SourceKind,
  SourceLogo,
  SourceMapping,
} from '@muster/protocol';
import type { Caller } from '../../http/authenticate.ts';
import { refuseVersion } from '../../http/if-match.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { SourceRow } from '../../store/sources.ts';
import type { Store, WriteTransaction } from '../../store/store.ts';
import {
  makeSourceKey,
  makeSourceSecret,
  makeToken,
  type RandomBytes,
} from '../projects/make-secret.ts';
import { checkSource, invalidSource } from './check-source.ts';
import type { SourceView } from './source-body.ts';
import { emptyRecord, type SourceTally } from './source-tally.ts';

/** Reading and changing sources. Each change is one transaction with its audit entry. */
export interface SourceService {
  /** By name. */
  list(caller: Caller): Promise<SourceView[]>;
  /** Throws a 404 for one that is not there, as all below. */
  get(caller: Caller, id: string): Promise<SourceView>;
  /** Throws a 409 for a name that another source has, a 422 as `checkSource`. */
  create(caller: Caller, wishes: NewSourceWishes): Promise<SourceView>;
  /** Throws as `create`, and a 412 when the stored version is not `expected`. */
  change(
    caller: Caller,
    id: string,
    expected: number,
    wishes: SourceChangeWishes,
  ): Promise<SourceView>;
  remove(caller: Caller, id: string): Promise<void>;
  rotate(caller: Caller, id: string, wish: Rotation): Promise<SourceRow>;
}

/** As the API takes them, with what it fills in. */
export type NewSourceWishes = Omit<NewSource, 'mapping'> & { mapping?: SourceMapping | undefined };
export type SourceChangeWishes = Omit<SourceChange, 'mapping'> & {
  mapping?: SourceMapping | undefined;
};

interface Rotation {
  what: 'secret' | 'key';
  secret?: string | undefined;
  graceHours?: number | undefined;
}

interface Parts {
  store: Store;
  tally: SourceTally;
  now: () => number;
  random: RandomBytes;
  /** Called when a source has changed: what is remembered of it is out of date. */
  onChange: () => void;
}

const hourMs = 60 * 60 * 1000;
const maxSources = 100;

export function createSourceService(parts: Parts): SourceService {
  const { store, tally, now, random, onChange } = parts;

  async function view({ project }: Caller, id: string): Promise<SourceView> {
    await tally.flush();
    return store.read(async (tx) => {
      const source = (await tx.source(project.number, id)) ?? refuseUnknown();
      const record = (await tx.sourceRecord(project.number, id)) ?? emptyRecord;
      const errorCount = (await tx.countSourceErrors(project.number)).get(id) ?? 0;
      return { source, record, errorCount };
    });
  }

  /** Replaces a source, with its audit entry; nothing happens when nothing differs. */
  async function save(
    tx: WriteTransaction,
    { name: by }: Caller,
    before: SourceRow,
    wished: SourceRow,
    action: string,
  ): Promise<SourceRow> {
    if (isDeepStrictEqual(before, wished)) return before;
    const at = now();
    const after = { ...wished, version: before.version + 1, updatedAt: at, updatedBy: by };
    await tx.updateSource(after);
    const { project, id: subject } = before;
    const contents = { before: toAudited(before), after: toAudited(after) };
    await tx.insertAudit({ project, at, by, action, subject, ...contents });
    return after;
  }

  return {
    async list({ project: { number } }) {
      await tally.flush();
      return store.read(async (tx) => {
        const errorCounts = await tx.countSourceErrors(number);
        const views: SourceView[] = [];
        for (const source of await tx.sources(number)) {
          const record = (await tx.sourceRecord(number, source.id)) ?? emptyRecord;
          views.push({ source, record, errorCount: errorCounts.get(source.id) ?? 0 });
        }
        return views.sort((one, other) => (one.source.name < other.source.name ? -1 : 1));
      });
    },

    get: view,

    async create(caller, wishes) {
      const { name: by, project } = caller;
      const at = now();
      const { kind, name } = wishes;
      const signature = wishes.signature ?? (kind === 'webhook' ? 'hmac-sha256' : 'none');
      const source: SourceRow = {
        id: `src_${makeToken(random, 16)}`,
        project: project.number,
        key: makeSourceKey(random),
        version: 1,
        kind,
        name,
        logo: wishes.logo ?? kind,
        isPaused: false,
        ...chooseSecret(signature, wishes.secret, random),
        createsUsers: wishes.createsUsers ?? kind !== 'webhook',
        ...(wishes.mapping && { mapping: wishes.mapping }),
        createdAt: at,
        createdBy: by,
        updatedAt: at,
        updatedBy: by,
      };
      await store.write(async (tx) => {
        const others = await tx.sources(project.number);
        if (others.length >= maxSources) throw refuseMore();
        checkSource(source, others);
        await tx.insertSource(source);
        const entry = { project: project.number, at, by, action: 'source.created' };
        await tx.insertAudit({ ...entry, subject: source.id, after: toAudited(source) });
      });
      onChange();
      return { source, record: emptyRecord, errorCount: 0 };
    },

    async change(caller, id, expected, { paused, signature, mapping, ...wishes }) {
      await store.write(async (tx) => {
        const sources = await tx.sources(caller.project.number);
        const before = sources.find((one) => one.id === id) ?? refuseUnknown();
        if (before.version !== expected) throw refuseVersion('source', before);
        const given = Object.fromEntries(
          Object.entries(wishes).filter(([, value]) => value !== undefined),
        );
        const after: SourceRow = {
          ...before,
          ...given,
          ...(paused !== undefined && { isPaused: paused }),
          ...(mapping && { mapping }),
        };
        if (signature !== undefined && signature !== before.signature) {
          delete after.secret;
          delete after.previous;
          Object.assign(after, chooseSecret(signature, undefined, random));
        }
        checkSource(
          after,
          sources.filter((one) => one.id !== id),
        );
        await save(tx, caller, before, after, 'source.updated');
      });
      onChange();
      return view(caller, id);
    },

    async remove({ project, name: by }, id) {
      await store.write(async (tx) => {
        const before = (await tx.source(project.number, id)) ?? refuseUnknown();
        await tx.deleteSource(project.number, id);
        const entry = { project: project.number, at: now(), by, action: 'source.deleted' };
        await tx.insertAudit({ ...entry, subject: id, before: toAudited(before) });
      });
      onChange();
    },

    async rotate(caller, id, { what, secret, graceHours = 0 }) {
      const rotated = await store.write(async (tx) => {
        const before = (await tx.source(caller.project.number, id)) ?? refuseUnknown();
        if (what === 'key') {
          const after = { ...before, key: makeSourceKey(random) };
          return save(tx, caller, before, after, 'source.keyRotated');
        }
        if (before.signature === 'none') throw refuseSecret();
        const { previous: _, ...rest } = before;
        const after: SourceRow = {
          ...rest,
          ...chooseSecret(before.signature, secret, random),
          ...(before.secret !== undefined &&
            graceHours > 0 && {
              previous: { secret: before.secret, until: now() + graceHours * hourMs },
            }),
        };
        return save(tx, caller, before, after, 'source.secretRotated');
      });
      onChange();
      return rotated;
    },
  };
}

function chooseSecret(
  signature: SignatureScheme,
  given: string | undefined,
  random: RandomBytes,
): Pick<SourceRow, 'signature' | 'secret'> {
  if (signature !== 'none') {
    return { signature, secret: given ?? makeSourceSecret(random, signature) };
  }
  if (given === undefined) return { signature };
  throw invalidSource('secret', 'A source without signatures has no secret.');
}

/** What the audit log says of a source: neither its address nor a secret. */
function toAudited(source: SourceRow): {
  kind: SourceKind;
  name: string;
  logo: SourceLogo;
} & Record<string, unknown> {
  const { kind, name, logo, isPaused, signature, createsUsers, mapping } = source;
  return { kind, name, logo, isPaused, signature, createsUsers, ...(mapping && { mapping }) };
}

export function refuseUnknown(): never {
  throw new HttpProblem(404, 'source_not_found', 'There is no such source.');
}

function refuseSecret(): HttpProblem {
  const detail = 'The source asks for no signature, so it has no secret.';
  return new HttpProblem(422, 'no_signature', detail);
}

function refuseMore(): HttpProblem {
  const detail = `A project has at most ${maxSources} sources.`;
  return new HttpProblem(422, 'too_many_sources', detail);
}
