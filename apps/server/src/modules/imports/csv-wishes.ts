import { HttpProblem } from '../../http/problem.ts';

/** What the fields beside the file of `POST /api/import/csv` ask for. */
export interface CsvWishes {
  /** The header of the column by which users are found, and what it holds. */
  column: string;
  matches: 'id' | 'email';
  createUsers: boolean;
  updateUsers: boolean;
  createsSegment: boolean;
  allowsNewKeys: boolean;
  name?: string;
  description?: string;
}

/** Throws a 422 that names the field. */
export function readCsvWishes(fields: ReadonlyMap<string, string>): CsvWishes {
  const column = fields.get('csvIdentifierColumn')?.trim() ?? '';
  if (column === '') {
    throw refuseField('csvIdentifierColumn', 'Say by which column of the file users are found.');
  }
  const identifier = fields.get('jimoIdentifier') ?? 'ID';
  if (identifier !== 'ID' && identifier !== 'EMAIL') {
    throw refuseField('jimoIdentifier', 'It is ID or EMAIL.');
  }
  const name = readLine(fields, 'name', 200);
  const description = fields.get('description')?.trim();
  if (description !== undefined && description.length > 2000) {
    throw refuseField('description', 'At most 2000 characters.');
  }
  return {
    column,
    matches: identifier === 'ID' ? 'id' : 'email',
    createUsers: readFlag(fields, 'enableAddUser', true),
    updateUsers: readFlag(fields, 'enableUpdateUser', true),
    createsSegment: readFlag(fields, 'createSegment', false),
    allowsNewKeys: readFlag(fields, 'allowNewProperties', true),
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
  };
}

function readFlag(fields: ReadonlyMap<string, string>, name: string, fallback: boolean): boolean {
  const text = fields.get(name)?.trim().toLowerCase();
  if (text === undefined || text === '') return fallback;
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw refuseField(name, 'It is true or false.');
}

function readLine(
  fields: ReadonlyMap<string, string>,
  name: string,
  maxLength: number,
): string | undefined {
  const text = fields.get(name)?.trim();
  if (text === undefined || text === '') return undefined;
  if (text.length > maxLength) throw refuseField(name, `At most ${maxLength} characters.`);
  if (/\p{Cc}/u.test(text)) throw refuseField(name, 'No control characters or line breaks.');
  return text;
}

/** The refusal of one field. */
export function refuseField(path: string, message: string): HttpProblem {
  return new HttpProblem(422, 'invalid_request', message, {
    errors: [{ path, message, code: 'invalid_field' }],
  });
}
