import type { SqlDialect } from '../sql-connection.ts';

/**
 * What SQLite says in its own way. A batch of keys arrives as one JSON parameter: half the time of a
 * statement a key, since crossing into the engine costs more than its search.
 */
export const sqliteDialect: SqlDialect = {
  kind: 'sqlite',
  types: {
    integer: 'integer',
    text: 'text',
    key: 'text',
    bytes: 'blob',
    autoKey: 'integer primary key',
  },
  clustered: ' strict, without rowid',
  heap: ' strict',
  rowSource(columns) {
    const picked = Object.keys(columns).map((name, at) => `value ->> ${at} as "${name}"`);
    return `(select ${picked.join(', ')} from json_each(?))`;
  },
  rowParameters(columns, rows) {
    if (Object.values(columns).includes('bytes')) {
      throw new TypeError('SQLite takes no bytes as a row source: JSON cannot carry them.');
    }
    return [JSON.stringify(rows)];
  },
};
