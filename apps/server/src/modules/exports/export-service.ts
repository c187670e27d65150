import type { Caller } from '../../http/authenticate.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { ExportRow } from '../../store/exports.ts';
import type { Store } from '../../store/store.ts';
import { readTree } from '../audience/read-question.ts';
import { createUserWriter } from '../segments/export-users.ts';
import { refuseMissing } from '../segments/segment-writes.ts';

/** Files of users that are written by the server on its own. */
export interface ExportService {
  /** Throws a 404 for a segment that is not there, a 422 for conditions or columns that are none. */
  create(caller: Caller, wish: ExportWish): Promise<ExportRow>;
  list(caller: Caller): Promise<ExportRow[]>;
  /** Throws a 404 for one that is not there, as the next two. */
  get(caller: Caller, id: string): Promise<ExportRow>;
  cancel(caller: Caller, id: string): Promise<ExportRow>;
  remove(caller: Caller, id: string): Promise<void>;
}

export interface ExportWish {
  segmentId?: string | undefined;
  conditions?: unknown;
  format: ExportRow['format'];
  columns: string[];
}

interface Parts {
  store: Store;
  now: () => number;
  newId: () => string;
  /** Called when something was asked for, or is not wanted any more. */
  onChange: () => void;
}

/** Waiting or being written, of one project. */
const mostAtOnce = 5;

export function createExportService({ store, now, newId, onChange }: Parts): ExportService {
  async function write<T>(work: Parameters<typeof store.write<T>>[0]): Promise<T> {
    const result = await store.write(work);
    onChange();
    return result;
  }

  return {
    create: (caller, { segmentId, conditions, format, columns }) =>
      write(async (tx) => {
        const { number: project } = caller.project;
        if ((segmentId === undefined) === (conditions === undefined)) throw refuseWhom();
        // Columns and conditions are looked at before anybody waits for them.
        createUserWriter(format, columns);
        if (conditions !== undefined) readTree(conditions, { allowEmptyRoot: true });
        if (segmentId !== undefined && !(await tx.segment(project, segmentId))) {
          throw refuseMissing();
        }
        const active = (await tx.exports(project)).filter(isActive);
        if (active.length >= mostAtOnce) throw refuseMore();
        const [id, at, by] = [newId(), now(), caller.name];
        const name = segmentId === undefined ? 'users' : `segment-${toFileName(segmentId)}`;
        const fileName = `${name}-${new Date(at).toISOString().slice(0, 10)}.${format}`;
        const whom = segmentId === undefined ? { conditions } : { segmentId };
        const state = { state: 'waiting' as const, attempt: 0, createdAt: at, createdBy: by };
        const row: ExportRow = { project, id, fileName, format, columns, whom, ...state };
        await tx.putExport(row);
        const entry = { project, at, by, action: 'export.created', subject: id };
        await tx.insertAudit({ ...entry, after: { fileName, ...whom, columns } });
        return row;
      }),

    list: ({ project }) => store.read((tx) => tx.exports(project.number)),

    get: ({ project }, id) =>
      store.read(async (tx) => (await tx.export(project.number, id)) ?? refuse()),

    cancel: ({ project }, id) =>
      write(async (tx) => {
        const row = (await tx.export(project.number, id)) ?? refuse();
        if (!isActive(row)) return row;
        const cancelled: ExportRow = { ...row, state: 'cancelled', endedAt: now() };
        await tx.putExport(cancelled);
        return cancelled;
      }),

    remove: ({ project, name: by }, id) =>
      write(async (tx) => {
        const { fileName } = (await tx.export(project.number, id)) ?? refuse();
        await tx.deleteExport(project.number, id);
        const entry = { project: project.number, at: now(), by, subject: id };
        await tx.insertAudit({ ...entry, action: 'export.deleted', before: { fileName } });
      }),
  };
}

function isActive({ state }: ExportRow): boolean {
  return state === 'waiting' || state === 'running';
}

function toFileName(id: string): string {
  return id.replace(/[^\w-]/g, '_');
}

function refuse(): never {
  throw new HttpProblem(404, 'export_not_found', 'There is no such export (any more).');
}

function refuseWhom(): HttpProblem {
  const message = 'Give either segmentId or conditions.';
  const errors = [{ path: 'segmentId', message, code: 'ambiguous' }];
  return new HttpProblem(422, 'invalid_request', message, { errors });
}

function refuseMore(): HttpProblem {
  const detail = `At most ${mostAtOnce} exports of a project wait or are written at a time.`;
  return new HttpProblem(409, 'too_many_exports', detail);
}
