import { each } from '../../lists.ts';
import type { Dialog } from '../kit/dialog.ts';
import { h, icon } from '../kit/element.ts';
import { openPanel } from '../kit/panel.ts';
import { panelStyle } from '../kit/panel-style.ts';
import { stepButton, stepDirection, stepParts } from '../kit/step-parts.ts';
import { say, wordsOf } from '../kit/words.ts';
import { sortPosts } from '../posts/sort-posts.ts';
import type { Renderer } from '../showing.ts';
import type { ShownExperience, StepButton } from '../shown.ts';

const style = `${panelStyle}
.post { padding: 20px; display: grid; grid-gap: 12px; grid-template-columns: minmax(0, 1fr); }
.post + .post { border-top: 1px solid var(--line); }
.post .title { margin: 0; font-size: 16px; }
.when { display: flex; align-items: center; color: var(--ink-2); font-size: 12px; line-height: 16px; }
.dot { width: 8px; height: 8px; border-radius: 50%; background: var(--accent-edge); margin-inline-end: 8px; }
.foot.own { padding: 0; justify-content: flex-start; }
`;

/** The changelog: a launcher that counts what is new, and a list of posts, newest first. */
export const render: Renderer = (experiences, showing) => {
  const words = wordsOf(showing.language());
  let posts = sortPosts(experiences);
  const heading = () => posts[0]?.theme.heading || words.news;
  const newest = posts[0];
  if (!newest) throw new Error('no posts');
  /** Seen since the page was opened; the server knows it with its next answer. */
  const seen: Record<string, boolean> = {};
  const panel = openPanel({
    theme: newest.theme,
    language: showing.language(),
    style,
    className: 'round',
    onOpen: (dialog) => {
      fillPanel(dialog);
      each(posts, reportSeen);
      paintBadge();
      showing.opened();
    },
    onLost: showing.end,
  });
  const isNew = (post: ShownExperience) => !post.isRead && !seen[post.id];
  const reportSeen = (post: ShownExperience) => {
    if (seen[post.id]) return;
    seen[post.id] = true;
    // A post has no way through it: who has it before her has all of it.
    showing.report('seen', post, post.steps[0]?.id);
    showing.report('completed', post, post.steps[post.steps.length - 1]?.id);
  };
  const paintBadge = () => {
    let count = 0;
    each(posts, (post) => {
      if (isNew(post)) count += 1;
    });
    const { button } = panel.launcher;
    while (button.lastChild) button.lastChild.remove();
    button.append(
      icon('M6 9a6 6 0 0 1 12 0c0 6 2.5 7.5 2.5 7.5h-17S6 15 6 9', 'M10 20a2.2 2.2 0 0 0 4 0'),
    );
    if (count > 0) button.append(h('span', 'badge', {}, [count > 99 ? '99+' : `${count}`]));
    const name = count > 0 ? `${heading()}, ${say(words.unread, count)}` : heading();
    button.setAttribute('aria-label', name);
  };
  const act = (button: StepButton) => {
    if (button.action === 'link') return;
    panel.close();
    if (button.action === 'experience' && button.experienceId) showing.start(button.experienceId);
  };
  const renderPost = (post: ShownExperience) => {
    const element = h('article', 'post');
    const { publishedAt } = post;
    if (publishedAt !== undefined) {
      const date = new Date(publishedAt);
      const text = formatDate(date, showing.language());
      const mark = isNew(post)
        ? h('span', 'dot', { role: 'img', 'aria-label': say(words.unread, 1) })
        : undefined;
      element.append(
        h('div', 'when', {}, [mark, h('time', '', { datetime: date.toISOString() }, [text])]),
      );
    }
    each(post.steps, (step) => {
      element.setAttribute('dir', stepDirection(step) || 'auto');
      each(stepParts(step, 'h3'), (part) => element.append(part));
      if (step.buttons.length === 0) return;
      const row = h('div', 'foot own');
      each(step.buttons, (button) => row.append(stepButton(button, act)));
      element.append(row);
    });
    return element;
  };
  const fillPanel = (dialog: Dialog) => {
    dialog.card.className = 'card panel';
    const list = h('div', 'scroll', { tabindex: '0', role: 'region', 'aria-label': heading() });
    each(posts, (post) => list.append(renderPost(post)));
    if (posts.length === 0) list.append(h('p', 'empty', {}, [words.noNews]));
    dialog.show(heading(), undefined, [
      h('div', 'head', {}, [h('h2', 'title', { dir: 'auto' }, [heading()])]),
      list,
    ]);
  };
  paintBadge();
  return {
    update(next) {
      posts = sortPosts(next);
      const dialog = panel.dialog();
      if (posts[0]) panel.setTheme(posts[0].theme);
      if (dialog) {
        fillPanel(dialog);
        each(posts, reportSeen);
      }
      paintBadge();
    },
    remove: panel.remove,
    command(method) {
      if (method === 'open') panel.open();
      else if (method === 'close') panel.close();
      else {
        if (method === 'hide') panel.close();
        panel.launcher.place.hidden = method === 'hide';
      }
    },
  };
};

/** In the language of the reader, or as the browser does it when it does not know the language. */
function formatDate(date: Date, language: string): string {
  const form = { year: 'numeric', month: 'long', day: 'numeric' } as const;
  try {
    return date.toLocaleDateString(language, form);
  } catch {
    return date.toLocaleDateString(undefined, form);
  }
}
