import type { Session } from './session.ts';
import {
  countSourceErrors,
  deleteErrorsAbout,
  deleteSourceError,
  type ErrorSubject,
  findSourceError,
  insertSourceError,
  listSourceErrors,
  type SourceError,
  trimSourceErrors,
  updateSourceError,
} from './source-errors.ts';
import {
  deleteSourceRecord,
  findSourceRecord,
  putSourceRecord,
  type SourceRecord,
} from './source-records.ts';
import {
  deleteSource,
  findSource,
  findSourceByKey,
  insertSource,
  listSources,
  type SourceRow,
  updateSource,
} from './sources.ts';
import { findNumbersByEmail } from './user-emails.ts';

/** What can be read of sources. */
export interface SourceReads {
  /** By id. */
  sources(project: number): Promise<SourceRow[]>;
  source(project: number, id: string): Promise<SourceRow | undefined>;
  /** Of whatever project. */
  sourceByKey(key: string): Promise<SourceRow | undefined>;
  sourceRecord(project: number, source: string): Promise<SourceRecord | undefined>;
  /** Newest first. */
  sourceErrors(project: number, source: string): Promise<SourceError[]>;
  /** By the id of the source. */
  countSourceErrors(project: number): Promise<Map<string, number>>;
  sourceError(project: number, source: string, number: number): Promise<SourceError | undefined>;
  /** Numbers of the users who have this address, in whatever capitals, at most `limit`. */
  findNumbersByEmail(project: number, email: string, limit: number): Promise<number[]>;
}

/** What can be written of sources. */
export interface SourceWrites {
  insertSource(source: SourceRow): Promise<void>;
  /** Replaces a source that was read in this transaction. */
  updateSource(source: SourceRow): Promise<void>;
  /** With its record and its errors; false when there is none. */
  deleteSource(project: number, id: string): Promise<boolean>;
  putSourceRecord(project: number, source: string, record: SourceRecord): Promise<void>;
  insertSourceError(
    error: Omit<SourceError, 'number'>,
    subjects: readonly ErrorSubject[],
  ): Promise<void>;
  updateSourceError(error: SourceError): Promise<void>;
  /** False when there is none. */
  deleteSourceError(project: number, source: string, number: number): Promise<boolean>;
  /** Forgets all but the latest `keep` of a source. */
  trimSourceErrors(project: number, source: string, keep: number): Promise<void>;
  /** Forgets all errors about one of these. */
  deleteErrorsAbout(project: number, subjects: readonly ErrorSubject[]): Promise<void>;
}

export function offerSourceReads(session: Session): SourceReads {
  return {
    sources: (project) => listSources(session, project),
    source: (project, id) => findSource(session, project, id),
    sourceByKey: (key) => findSourceByKey(session, key),
    sourceRecord: (project, source) => findSourceRecord(session, project, source),
    sourceErrors: (project, source) => listSourceErrors(session, project, source),
    countSourceErrors: (project) => countSourceErrors(session, project),
    sourceError: (project, source, number) => findSourceError(session, project, source, number),
    findNumbersByEmail: (project, email, limit) =>
      findNumbersByEmail(session, project, email, limit),
  };
}

export function offerSourceWrites(session: Session): SourceWrites {
  return {
    insertSource: (source) => insertSource(session, source),
    updateSource: (source) => updateSource(session, source),
    async deleteSource(project, id) {
      await deleteSourceRecord(session, project, id);
      await trimSourceErrors(session, project, id, 0);
      return deleteSource(session, project, id);
    },
    putSourceRecord: (project, source, record) => putSourceRecord(session, project, source, record),
    insertSourceError: (error, subjects) => insertSourceError(session, error, subjects),
    updateSourceError: (error) => updateSourceError(session, error),
    deleteSourceError: (project, source, number) =>
      deleteSourceError(session, project, source, number),
    trimSourceErrors: (project, source, keep) => trimSourceErrors(session, project, source, keep),
    deleteErrorsAbout: (project, subjects) => deleteErrorsAbout(session, project, subjects),
  };
}
