import type { SqlDialect } from '../sql-connection.ts';

/** A step from one released schema to the next. Once released it is never edited. */
export interface Migration {
  /** 1, 2, 3 … without a gap. */
  id: number;
  name: string;
  statements(dialect: SqlDialect): string[];
}
