import type { UserAddressBody } from '@muster/protocol';
import type { Caller } from '../../http/authenticate.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { Store } from '../../store/store.ts';
import { eraseNumbersIn } from '../profiles/erase-profile.ts';
import { findProfileNumber } from '../profiles/find-profile.ts';
import { changeTags, maxTags } from '../profiles/profile-changes.ts';
import type { ProfileDocument } from '../profiles/profile-document.ts';

/** What is done to several users at once, each time in one transaction. */
export interface UserBatches {
  /** Throws a 422 when somebody would have too many tags; nobody's have changed then. */
  changeTags(
    caller: Caller,
    wish: TagWish,
  ): Promise<{ changed: number; missing: UserAddressBody[] }>;
  erase(
    caller: Caller,
    users: readonly UserAddressBody[],
  ): Promise<{ erased: number; missing: UserAddressBody[] }>;
}

interface TagWish {
  users: readonly UserAddressBody[];
  add: readonly string[];
  remove: readonly string[];
}

interface Parts {
  store: Store;
  now: () => number;
  /** Called when something was changed, so that the index follows soon. */
  onChange: () => void;
}

export function createUserBatches({ store, now, onChange }: Parts): UserBatches {
  return {
    async changeTags({ project: { number: project }, name: by }, { users, add, remove }) {
      const result = await store.write(async (tx) => {
        const missing: UserAddressBody[] = [];
        const numbers = new Set<number>();
        for (const user of users) {
          const number = await findProfileNumber(tx, project, user.id, user.kind);
          if (number === undefined) missing.push(user);
          else numbers.add(number);
        }
        const before = await tx.profiles(project, [...numbers]);
        const after: ProfileDocument[] = [];
        for (const document of before) {
          const next = changeTags(document, { add, remove });
          if (next === undefined) throw refuseTags(document);
          if (next !== document) after.push(next);
        }
        if (after.length > 0) {
          await tx.putProfiles(project, after);
          const changed = after.map(({ number }) => number);
          await tx.appendChanges([{ type: 'profiles', project, numbers: changed }]);
          const subject = changed.length === 1 ? `user #${changed[0]}` : `${changed.length} users`;
          const entry = { project, at: now(), by, action: 'user.tagged', subject };
          await tx.insertAudit({ ...entry, after: { add, remove } });
        }
        return { changed: after.length, missing };
      });
      onChange();
      return result;
    },

    async erase({ project: { number: project }, name: by }, users) {
      const result = await store.write(async (tx) => {
        const missing: UserAddressBody[] = [];
        const numbers = new Set<number>();
        for (const user of users) {
          const number = await findProfileNumber(tx, project, user.id, user.kind);
          // Who is named twice is not there any more the second time.
          if (number === undefined || numbers.has(number)) missing.push(user);
          else numbers.add(number);
        }
        await eraseNumbersIn(tx, { project, numbers: [...numbers], by, at: now() });
        return { erased: numbers.size, missing };
      });
      onChange();
      return result;
    },
  };
}

function refuseTags({ userId, anonymousId }: ProfileDocument): HttpProblem {
  const detail = `${userId ?? anonymousId ?? 'A user'} would have more than ${maxTags} tags.`;
  const errors = [{ path: 'add', message: detail, code: 'too_many_tags' }];
  return new HttpProblem(422, 'too_many_tags', detail, { errors });
}
