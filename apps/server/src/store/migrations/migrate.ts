import type { SqlConnection } from '../sql-connection.ts';
import { StoreTooNewError } from '../store-errors.ts';
import type { Migration } from './migration.ts';

/**
 * Brings the schema forward to the last of `migrations` and returns how many were run. The caller
 * holds the transaction and the lock. Throws `StoreTooNewError` when a newer program was here.
 */
export async function migrate(
  connection: SqlConnection,
  migrations: readonly Migration[],
): Promise<number> {
  const { types, heap } = connection.dialect;
  await connection.query(
    `create table if not exists migrations (
      id ${types.integer} not null primary key,
      name ${types.text} not null
    )${heap}`,
  );
  const done = await connection.query<{ id: number; name: string }>(
    'select id, name from migrations order by id',
  );
  refuseNewer(done.rows, migrations);
  const missing = migrations.slice(done.rows.length);
  for (const migration of missing) {
    for (const statement of migration.statements(connection.dialect)) {
      await connection.query(statement);
    }
    await connection.query('insert into migrations (id, name) values (?, ?)', [
      migration.id,
      migration.name,
    ]);
  }
  return missing.length;
}

function refuseNewer(
  done: readonly { id: number; name: string }[],
  migrations: readonly Migration[],
): void {
  const unknown = done.find(({ id, name }, at) => {
    const known = migrations[at];
    return known === undefined || known.id !== id || known.name !== name;
  });
  if (unknown === undefined) return;
  throw new StoreTooNewError(
    `This store was written by a newer version of Muster (it has the schema step ${unknown.id} ` +
      `"${unknown.name}"; this program knows ${migrations.length}). Start that version or a later one.`,
  );
}
