import { passwordSchema } from '@muster/protocol';
import { HttpProblem, type ProblemError } from '../../http/problem.ts';
import type { Invitation } from '../../store/invitations.ts';

interface Wish {
  email?: string | undefined;
  name?: string | undefined;
  password: string;
}

/**
 * What a new account is made of. The email is the invited one; only the set-up link, which names
 * none, takes it from its holder. Throws a 422 that names what is missing or wrong.
 */
export function readNewAccount(
  { email: invited }: Pick<Invitation, 'email'>,
  { email: given, name, password }: Wish,
): { email: string; name: string; password: string } {
  const email = invited ?? given;
  const errors: ProblemError[] = [];
  if (email === undefined) errors.push(missing('email'));
  if (name === undefined) errors.push(missing('name'));
  for (const { message } of passwordSchema.safeParse(password).error?.issues ?? []) {
    errors.push({ path: 'password', message, code: 'invalid_password' });
  }
  if (email === undefined || name === undefined || errors.length > 0) {
    const detail = 'The request is not valid; `errors` says where.';
    throw new HttpProblem(422, 'invalid_request', detail, { errors });
  }
  return { email, name, password };
}

function missing(path: string): ProblemError {
  return { path, message: 'It is missing.', code: 'missing' };
}
