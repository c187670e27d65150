import { hash, verify } from '@node-rs/argon2';
import { HttpProblem } from '../../http/problem.ts';
import { createFairQueue } from '../../store/fair-queue.ts';

/** Hashes passwords and compares them, one at a time: each takes memory and all of a processor. */
export interface Passwords {
  /** In the PHC form, with a salt of its own. */
  hash(password: string): Promise<string>;
  /**
   * Whether the password is the one that was hashed. Without a hash it takes as long and is false,
   * so that nobody learns by the time which emails have accounts. Throws a 429 when too many wait.
   */
  isRight(hashed: string | undefined, password: string): Promise<boolean>;
}

// OWASP's first choice for argon2id (algorithm 2): 19 MiB, two passes, one lane.
const options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const maxWaiting = 100;

export function createPasswords(): Passwords {
  const queue = createFairQueue();
  let waiting = 0;
  let nobodys: Promise<string> | undefined;

  async function takeTurn<T>(work: () => Promise<T>): Promise<T> {
    if (waiting >= maxWaiting) {
      const headers = { 'retry-after': '2' };
      const detail = 'Too many people sign in just now; try again shortly.';
      throw new HttpProblem(429, 'too_many_attempts', detail, { headers });
    }
    waiting += 1;
    try {
      return await queue.run(work);
    } finally {
      waiting -= 1;
    }
  }

  return {
    hash: (password) => takeTurn(() => hash(unify(password), options)),
    async isRight(hashed, password) {
      // Made before either kind of question, so that the first of them does not take longer.
      nobodys ??= hash('nobody has this password', options);
      const instead = await nobodys;
      const isEqual = await takeTurn(() => verify(hashed ?? instead, unify(password)));
      return hashed !== undefined && isEqual;
    },
  };
}

/** Keyboards write one character in several ways. */
function unify(password: string): string {
  return password.normalize('NFKC');
}
