import type { ExperienceChange, NewExperience, UseBody } from '@muster/protocol';
import type { Caller } from '../../http/authenticate.ts';
import { refuseUnknownVersion, refuseVersion } from '../../http/if-match.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { ExperienceContent, ExperienceRow } from '../../store/experiences.ts';
import type { Store, WriteTransaction } from '../../store/store.ts';
import { nameCopy } from '../segments/name-copy.ts';
import { checkWishes, type Surroundings, type Wishes } from './check-experience.ts';
import { readNamed } from './existing-ids.ts';
import { findExperienceUses } from './experience-uses.ts';
import { saveChange, toAudited, toContent, toVersion } from './save-change.ts';

/** Changes of experiences. Each is one transaction with its audit entry, and resolves when durable. */
export interface ExperienceWrites {
  create(caller: Caller, experience: NewExperience): Promise<ExperienceRow>;
  /** Throws a 412 when the stored version is not `expected`, and as `checkWishes`. */
  change(
    caller: Caller,
    id: string,
    expected: number,
    wishes: ExperienceChange,
  ): Promise<ExperienceRow>;
  /** Makes its content what it was in that version, whatever its status. Throws as `change`, and a 404. */
  restore(caller: Caller, id: string, expected: number, version: number): Promise<ExperienceRow>;
  /** A draft with the same content. */
  duplicate(caller: Caller, id: string): Promise<ExperienceRow>;
  /** Throws a 409 with `usedBy` while it is named; a 412 when `expected` is given and outdated. */
  remove(caller: Caller, id: string, expected: number | undefined): Promise<void>;
}

interface Parts {
  store: Store;
  now: () => number;
  newId: () => string;
}

export function createExperienceWrites({ store, now, newId }: Parts): ExperienceWrites {
  async function insert(
    tx: WriteTransaction,
    { project, name: by }: Caller,
    what: Pick<ExperienceRow, 'type'> & ExperienceContent,
    check: (row: ExperienceRow) => Promise<Partial<ExperienceContent>>,
  ): Promise<ExperienceRow> {
    const at = now();
    const id = newId();
    const stamps = { createdAt: at, createdBy: by, updatedAt: at, updatedBy: by };
    const draft = { id, project: project.number, version: 1, ...what, ...stamps };
    const row = { ...draft, ...(await check(draft)) };
    await tx.insertExperience(row);
    const entry = { project: project.number, at, by, action: 'experience.created', subject: id };
    await tx.insertAudit({ ...entry, after: toAudited(row) });
    return row;
  }

  async function readSurroundings(
    tx: WriteTransaction,
    { project }: Caller,
  ): Promise<Surroundings> {
    const segments = await tx.segments(project.number);
    const named = await readNamed(tx, project.number);
    const timeZone = (await tx.project(project.id))?.timeZone ?? project.timeZone;
    return { segments, ...named, timeZone, now: now() };
  }

  async function changeIn(
    tx: WriteTransaction,
    caller: Caller,
    { id, expected }: { id: string; expected: number },
    wishes: Wishes,
  ): Promise<ExperienceRow> {
    const before = await readRow(tx, caller, id);
    if (before.version !== expected) throw refuseVersion('experience', before);
    const checked = checkWishes(wishes, before, await readSurroundings(tx, caller));
    return saveChange(tx, before, checked, { by: caller.name, at: now() });
  }

  return {
    create: (caller, { type, name, steps, theme, target }) =>
      store.write((tx) => {
        const content = { type, name, status: 'draft' as const, steps, theme, target };
        return insert(tx, caller, content, async (row) =>
          checkWishes({ steps, target }, row, await readSurroundings(tx, caller)),
        );
      }),

    change: (caller, id, expected, wishes) =>
      store.write((tx) => changeIn(tx, caller, { id, expected }, withoutAbsent(wishes))),

    restore: (caller, id, expected, version) =>
      store.write(async (tx) => {
        const current = await readRow(tx, caller, id);
        const versions = await tx.experienceVersions(current.project, id);
        const earlier = [toVersion(current), ...versions].find((each) => each.version === version);
        if (earlier === undefined) throw refuseUnknownVersion(version);
        const { status: _, ...wishes } = toContent(earlier);
        return changeIn(tx, caller, { id, expected }, wishes);
      }),

    duplicate: (caller, id) =>
      store.write(async (tx) => {
        const original = await readRow(tx, caller, id);
        const content = { ...toContent(original), name: nameCopy(original.name) };
        const copy = { ...content, type: original.type, status: 'draft' as const };
        // As it is, broken or not: nobody sees a draft.
        return insert(tx, caller, copy, async () => ({}));
      }),

    remove: (caller, id, expected) =>
      store.write(async (tx) => {
        const row = await readRow(tx, caller, id);
        if (expected !== undefined && row.version !== expected) {
          throw refuseVersion('experience', row);
        }
        const { segments, experiences } = await readSurroundings(tx, caller);
        const uses = findExperienceUses(segments, experiences).get(id) ?? [];
        if (uses.length > 0) throw refuseUsed(row, uses);
        await tx.insertExperienceVersion(row.project, toVersion(row));
        await tx.deleteExperience(row.project, id);
        await tx.insertAudit({
          project: row.project,
          at: now(),
          by: caller.name,
          action: 'experience.deleted',
          subject: id,
          before: toAudited(row),
        });
      }),
  };
}

/** What is given as `undefined` is left as it is, too. */
function withoutAbsent(wishes: ExperienceChange): Wishes {
  return Object.fromEntries(Object.entries(wishes).filter(([, value]) => value !== undefined));
}

async function readRow(
  tx: WriteTransaction,
  { project }: Caller,
  id: string,
): Promise<ExperienceRow> {
  const row = await tx.experience(project.number, id);
  if (row === undefined) throw refuseMissing();
  return row;
}

/** The refusal of an id that no experience of the project has. */
export function refuseMissing(): HttpProblem {
  return new HttpProblem(404, 'experience_not_found', 'There is no such experience.');
}

function refuseUsed({ name }: ExperienceRow, uses: readonly UseBody[]): HttpProblem {
  const usedBy = uses.map((use) => ({ type: use.type, id: use.id, name: use.name }));
  const list = usedBy.map((use) => `“${use.name}”`).join(', ');
  const detail = `“${name}” is named by ${list}: take it out there first.`;
  return new HttpProblem(409, 'experience_in_use', detail, { extra: { usedBy } });
}
