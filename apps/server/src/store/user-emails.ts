import type { Session } from './session.ts';

// To the letter the expressions of the index that migration 9 made, or it is not used.
const emailOf = {
  sqlite: `case when instr(document, '"email":["') > 0 then lower(substr(
    substr(document, instr(document, '"email":["') + 10), 1,
    instr(substr(document, instr(document, '"email":["') + 10), '"') - 1)) end`,
  postgres: `lower(substring(document from '"email":\\["([^"]*)"') collate "C")`,
};

/** An address as two are compared: whatever its capitals. */
export function foldEmail(email: string): string {
  return email.trim().replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/**
 * Numbers of the users who have this address, in whatever capitals of A to Z, at most `limit`. An address
 * with a quote, a backslash or a control character, which JSON escapes, is nobody's.
 */
export async function findNumbersByEmail(
  { connection }: Session,
  project: number,
  email: string,
  limit: number,
): Promise<number[]> {
  const folded = foldEmail(email);
  if (JSON.stringify(folded) !== `"${folded}"`) return [];
  const { rows } = await connection.query<{ number: number }>(
    `select number from profiles where project = ? and ${emailOf[connection.dialect.kind]} = ?
    order by number limit ?`,
    [project, folded, limit],
  );
  return rows.map(({ number }) => number);
}
