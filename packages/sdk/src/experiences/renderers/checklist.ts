import { each } from '../../lists.ts';
import { checklistStyle } from '../checklist/checklist-style.ts';
import { ring } from '../checklist/ring.ts';
import type { Dialog } from '../kit/dialog.ts';
import { fill, h, icon } from '../kit/element.ts';
import { focusOn } from '../kit/focus.ts';
import { openPanel } from '../kit/panel.ts';
import { panelStyle } from '../kit/panel-style.ts';
import { plainText, stepButton, stepDirection, stepParts } from '../kit/step-parts.ts';
import { say, wordsOf } from '../kit/words.ts';
import type { Renderer } from '../showing.ts';
import type { ShownStep, StepButton } from '../shown.ts';

/**
 * A launcher with the progress, and a panel of what is to be done. An item is done when its event was
 * seen, which the server says, or, without one, when the person ticks it. All done is completed.
 */
export const render: Renderer = (experiences, showing) => {
  const first = experiences[0];
  if (!first) throw new Error('no checklist');
  let checklist = first;
  let openId: string | undefined;
  let isSeen = false;
  /** What the person has ticked since the server last said otherwise, by the step's id. */
  const ticked: Record<string, boolean | undefined> = {};
  const words = wordsOf(showing.language());
  const heading = () => checklist.theme.heading || words.steps;
  const isDone = (step: ShownStep) => ticked[step.id] ?? step.isDone === true;
  const countDone = () => {
    let count = 0;
    each(checklist.steps, (step) => {
      if (isDone(step)) count += 1;
    });
    return count;
  };
  const isAllDone = () => checklist.steps.length > 0 && countDone() === checklist.steps.length;
  // What was done before it came has been reported then.
  let isCompleted = isAllDone();

  const panel = openPanel({
    theme: checklist.theme,
    language: showing.language(),
    style: panelStyle + checklistStyle,
    className: 'list',
    onOpen: (dialog) => {
      openId = undefined;
      each(checklist.steps, (step) => {
        if (openId === undefined && !isDone(step)) openId = step.id;
      });
      fillPanel(dialog);
      if (isSeen) return;
      isSeen = true;
      showing.report('seen', checklist, checklist.steps[0]?.id);
    },
    onLost: showing.end,
  });
  const paint = () => {
    const { length } = checklist.steps;
    const count = countDone();
    const { button } = panel.launcher;
    fill(button, [ring(count, length), h('span', '', {}, [heading()])]);
    button.setAttribute('aria-label', `${heading()}, ${say(words.doneOf, count, length)}`);
    const dialog = panel.dialog();
    if (dialog) fillPanel(dialog);
    if (isCompleted || !isAllDone()) return;
    isCompleted = true;
    showing.report('completed', checklist, checklist.steps[length - 1]?.id);
  };
  const tick = (step: ShownStep) => {
    const isNow = !isDone(step);
    ticked[step.id] = isNow;
    showing.report('answered', checklist, step.id, isNow ? 'done' : 'open');
    paint();
    focusItem(step, '.tick');
  };
  const toggle = (step: ShownStep) => {
    openId = openId === step.id ? undefined : step.id;
    if (openId) showing.report('seen', checklist, step.id);
    paint();
    focusItem(step, '.toggle');
  };
  /** The panel was made anew: the keyboard goes back to where it was. */
  const focusItem = (step: ShownStep, selector: string) => {
    const at = checklist.steps.indexOf(step);
    const item = panel.dialog()?.card.querySelectorAll('.item')[at];
    focusOn(item?.querySelector<HTMLElement>(selector));
  };
  const act = (step: ShownStep, { action, experienceId }: StepButton) => {
    if (action === 'complete' && step.byHand && !isDone(step)) tick(step);
    if (action === 'experience' && experienceId) {
      panel.close();
      showing.start(experienceId);
    }
    if (action === 'dismiss') dismiss(step);
  };
  const dismiss = (step: ShownStep) => {
    if (!isCompleted) showing.report('dismissed', checklist, step.id);
    panel.remove();
    showing.end();
  };
  const renderItem = (step: ShownStep, at: number) => {
    const done = isDone(step);
    const isOpen = openId === step.id;
    const name = step.title || plainText(step.body).trim() || `${at + 1}`;
    const mark = step.byHand
      ? h('button', 'tick', {
          type: 'button',
          'aria-pressed': `${done}`,
          'aria-label': `${done ? words.markOpen : words.markDone}: ${name}`,
        })
      : h('span', 'tick', { role: done && 'img', 'aria-label': done && words.done });
    if (done) mark.append(icon('M5 12.5l4.5 4.5L19 7.5'));
    mark.addEventListener('click', () => {
      if (step.byHand) tick(step);
    });
    const toggler = h(
      'button',
      'toggle',
      { type: 'button', 'aria-expanded': `${isOpen}`, dir: stepDirection(step) || 'auto' },
      [h('span', '', {}, [name]), icon('M6 9.5l6 6 6-6')],
    );
    toggler.addEventListener('click', () => toggle(step));
    const item = h('li', done ? 'item done' : 'item', {}, [h('div', 'row', {}, [mark, toggler])]);
    if (isOpen) item.append(renderDetails(step));
    return item;
  };
  const renderDetails = (step: ShownStep) => {
    const details = h(
      'div',
      'details',
      { dir: stepDirection(step) || 'auto' },
      stepParts({ ...step, title: '' }),
    );
    const row = h('div', 'foot own');
    each(step.buttons, (own) => row.append(stepButton(own, () => act(step, own))));
    if (step.buttons.length > 0) details.append(row);
    return details;
  };
  const fillPanel = (dialog: Dialog) => {
    const { length } = checklist.steps;
    const count = countDone();
    const before = dialog.card.querySelector('.scroll')?.scrollTop || 0;
    dialog.card.className = 'card panel';
    const list = h('ul', 'items');
    each(checklist.steps, (step, at) => list.append(renderItem(step, at)));
    const bar = h('div');
    bar.style.setProperty('--share', `${length > 0 ? count / length : 0}`);
    const scroll = h('div', 'scroll', { tabindex: '-1' }, [list]);
    dialog.show(heading(), undefined, [
      h('div', 'head', {}, [
        h('h2', 'title', { dir: 'auto' }, [heading()]),
        h('div', 'bar', { 'aria-hidden': 'true' }, [bar]),
        h('p', 'note', { role: 'status' }, [say(words.doneOf, count, length)]),
      ]),
      scroll,
    ]);
    scroll.scrollTop = before;
  };
  paint();
  return {
    update(changed) {
      const next = changed[0];
      if (!next) return;
      checklist = next;
      each(next.steps, (step) => {
        // The server has heard of it.
        if (ticked[step.id] === step.isDone) ticked[step.id] = undefined;
      });
      panel.setTheme(next.theme);
      paint();
    },
    remove: panel.remove,
    command(method) {
      if (method === 'open') panel.open();
      else if (method === 'close') panel.close();
    },
  };
};
