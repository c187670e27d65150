import { append, each } from '../../lists.ts';
import type { ShownExperience } from '../shown.ts';

/** Newest first; what was published at the same time stays in its order. */
export function sortPosts(posts: readonly ShownExperience[]): ShownExperience[] {
  const sorted: ShownExperience[] = [];
  each(posts, (post) => {
    append(sorted, post);
    for (let at = sorted.length - 1; at > 0; at -= 1) {
      const before = sorted[at - 1] as ShownExperience;
      if ((before.publishedAt || 0) >= (post.publishedAt || 0)) break;
      sorted[at] = before;
      sorted[at - 1] = post;
    }
  });
  return sorted;
}
