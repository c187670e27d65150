import { fromKeyText, toKeyText } from './key-text.ts';
import type { Session } from './session.ts';

/** What people write and change: one of a project, with the number of its present version. */
interface VersionedRow {
  id: string;
  project: number;
  version: number;
}

/** A version as it was before an edit, or at a deletion; `OwnerId` names whose it is. */
type OldVersion<OwnerId extends string> = Record<OwnerId, string> & { version: number };

/** The tables of one kind of document; names of our own, never of users. */
interface Names<OwnerId extends string> {
  table: string;
  versions: string;
  /** Column of `versions`: whose version it is. */
  owner: string;
  /** The same in what is read and written. */
  ownerId: OwnerId;
}

interface StoredRow {
  project: number;
  id: string;
  version: number;
  document: string;
}

/** Documents that are replaced only as their editor saw them, and whose earlier versions are kept. */
export function createVersionedDocuments<
  Row extends VersionedRow,
  Version extends OldVersion<OwnerId>,
  OwnerId extends string,
>({ table, versions, owner, ownerId }: Names<OwnerId>) {
  const toRow = ({ id, project, version, document }: StoredRow): Row => ({
    id: fromKeyText(id),
    project,
    version,
    ...JSON.parse(document),
  });
  const toDocument = ({ id: _id, project: _project, version: _version, ...rest }: Row) =>
    JSON.stringify(rest);

  return {
    /** All of a project, by id. */
    async list({ connection }: Session, project: number): Promise<Row[]> {
      const { rows } = await connection.query<StoredRow>(
        `select project, id, version, document from ${table} where project = ? order by id`,
        [project],
      );
      return rows.map(toRow);
    },
    /** One, if it is there. */
    async find({ connection }: Session, project: number, id: string): Promise<Row | undefined> {
      // Ids come from requests as well: what no key can be is the id of nothing.
      if (!id.isWellFormed()) return undefined;
      const { rows } = await connection.query<StoredRow>(
        `select project, id, version, document from ${table} where project = ? and id = ?`,
        [project, toKeyText(id)],
      );
      return rows[0] && toRow(rows[0]);
    },
    /** Throws when the id is taken in the project. */
    async insert({ connection }: Session, row: Row): Promise<void> {
      await connection.query(
        `insert into ${table} (project, id, version, document) values (?, ?, ?, ?)`,
        [row.project, toKeyText(row.id), row.version, toDocument(row)],
      );
    },
    /** Replaces it when its stored version is `expectedVersion`; false when it is not. */
    async update({ connection }: Session, row: Row, expectedVersion: number): Promise<boolean> {
      const { changes } = await connection.query(
        `update ${table} set version = ?, document = ? where project = ? and id = ? and version = ?`,
        [row.version, toDocument(row), row.project, toKeyText(row.id), expectedVersion],
      );
      return changes > 0;
    },
    /** Removes it; its versions stay. False when there is none. */
    async delete({ connection }: Session, project: number, id: string): Promise<boolean> {
      const { changes } = await connection.query(
        `delete from ${table} where project = ? and id = ?`,
        [project, toKeyText(id)],
      );
      return changes > 0;
    },
    /** The kept versions of one, newest first. */
    async listVersions({ connection }: Session, project: number, id: string): Promise<Version[]> {
      const { rows } = await connection.query<Pick<StoredRow, 'version' | 'document'>>(
        `select version, document from ${versions} where project = ? and ${owner} = ?
        order by version desc`,
        [project, toKeyText(id)],
      );
      return rows.map(({ version, document }) => ({
        [ownerId]: id,
        version,
        ...JSON.parse(document),
      }));
    },
    /** Throws when this version of it is kept already. */
    async insertVersion({ connection }: Session, project: number, given: Version): Promise<void> {
      const { [ownerId]: id, version, ...rest } = given;
      await connection.query(
        `insert into ${versions} (project, ${owner}, version, document) values (?, ?, ?, ?)`,
        [project, toKeyText(id), version, JSON.stringify(rest)],
      );
    },
  };
}
