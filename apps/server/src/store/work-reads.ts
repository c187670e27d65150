import { fromKeyText } from './key-text.ts';
import type { Session } from './session.ts';

/** How large a project is, as far as that is known without looking at its users. */
export interface ProjectSize {
  /** The public id. */
  id: string;
  /** Users there have been, those counted in who were merged into others or erased since. */
  usersEver: number;
  events: number;
}

/** What is left to do and how much there is, at the cost of a glance. */
export interface WorkReads {
  /** Imports that were begun and have not ended, of all projects. */
  runningImports(): Promise<number>;
  /** Messages of webhooks that wait or are being sent, counted up to `limit`. */
  unsentDeliveries(limit: number): Promise<number>;
  /** The first projects, at most `limit`. */
  projectSizes(limit: number): Promise<ProjectSize[]>;
}

export function offerWorkReads({ connection }: Session): WorkReads {
  return {
    runningImports: () =>
      readCount("select count(*) as count from imports where status = 'running'", []),
    // The two states have an index each.
    unsentDeliveries: async (limit) => {
      const count = (state: string) =>
        readCount(
          `select count(*) as count from (
            select 1 as one from webhook_deliveries where state = '${state}' limit ?
          ) as few`,
          [limit],
        );
      return Math.min(limit, (await count('waiting')) + (await count('sending')));
    },
    async projectSizes(limit) {
      const { rows } = await connection.query<ProjectSize>(
        `select id, next_number - 1 as "usersEver", events from projects order by number limit ?`,
        [limit],
      );
      return rows.map((row) => ({ ...row, id: fromKeyText(row.id) }));
    },
  };

  async function readCount(sql: string, parameters: readonly unknown[]): Promise<number> {
    const { rows } = await connection.query<{ count: number }>(sql, parameters);
    return rows[0]?.count ?? 0;
  }
}
