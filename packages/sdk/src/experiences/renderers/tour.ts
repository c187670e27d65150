import { writeJson } from '../../json.ts';
import { each } from '../../lists.ts';
import { anchoredStyle } from '../anchored/anchored-style.ts';
import { awaitTarget } from '../anchored/await-target.ts';
import { follow } from '../anchored/follow.ts';
import { placeBeside } from '../anchored/place-beside.ts';
import { type Dialog, openDialog } from '../kit/dialog.ts';
import { h } from '../kit/element.ts';
import { holdsFocus } from '../kit/focus.ts';
import { openShadowHost } from '../kit/shadow-host.ts';
import { plainText, stepButton, stepDirection, stepParts } from '../kit/step-parts.ts';
import { say, wordsOf } from '../kit/words.ts';
import type { Renderer } from '../showing.ts';
import type { Anchor, ShownExperience, ShownStep, StepButton } from '../shown.ts';

/** How long a page may take to have the element of a step. */
const waitMs = 10_000;

/** Steps one after the other, each in the middle of the page or at an element of it. */
export const render: Renderer = (experiences, showing) => {
  const first = experiences[0];
  if (!first) throw new Error('no tour');
  const { page } = showing;
  const words = wordsOf(showing.language());
  let tour: ShownExperience = first;
  let index = 0;
  let isOpen = true;
  let isSeen = false;
  let isCompleted = false;
  let dialog: Dialog | undefined;
  let ring: HTMLElement | undefined;
  /** Ends the wait for, or the pursuit of, the present step's element. */
  let letGo = () => {};
  const host = openShadowHost(tour.theme, anchoredStyle, () => end());

  const clear = () => {
    letGo();
    dialog?.close();
    dialog = undefined;
    ring?.remove();
  };
  const remove = () => {
    if (!isOpen) return;
    isOpen = false;
    clear();
    host.remove();
  };
  const end = () => {
    if (!isOpen) return;
    remove();
    showing.end();
  };
  const complete = () => {
    // Where the page has no element of any step, nothing has been shown.
    if (isSeen && !isCompleted) showing.report('completed', tour, tour.steps[index]?.id);
    isCompleted = true;
  };
  const dismiss = () => {
    if (!isCompleted) showing.report('dismissed', tour, tour.steps[index]?.id);
    end();
  };
  /** `by` is 1 or -1: steps that are left out are left out in the same direction. */
  const go = (by: number) => {
    const next = index + by;
    if (next >= tour.steps.length) {
      complete();
      end();
    } else if (next >= 0) {
      index = next;
      showStep(by);
    }
  };
  const act = ({ action, experienceId }: StepButton) => {
    if (action === 'next') go(1);
    else if (action === 'back') go(-1);
    else if (action === 'dismiss') dismiss();
    else if (action === 'complete') {
      complete();
      end();
    } else if (action === 'experience' && experienceId) {
      dismiss();
      showing.start(experienceId);
    }
  };

  const showStep = (by: number) => {
    clear();
    const step = tour.steps[index];
    if (!step) return end();
    const { anchor } = step;
    if (!anchor) return showCard(step);
    const leaveOut = () => {
      if (anchor.missing === 'center') showCard(step);
      // Back beyond a first step that is left out there is nothing: forward again.
      else go(by < 0 && index === 0 ? 1 : by);
    };
    letGo = awaitTarget(
      page,
      anchor,
      anchor.missing === 'wait' ? waitMs : 0,
      (target) => showAt(step, anchor, target),
      leaveOut,
    );
  };
  const showCard = (step: ShownStep, anchor?: Anchor) => {
    const { position } = tour.theme;
    const isModal = !anchor && (position === 'center' || step.anchor !== undefined);
    dialog = openDialog({
      root: host.root,
      position: isModal ? 'center' : position,
      isModal,
      takesFocus: true,
      isSheet: !anchor,
      onClose: dismiss,
      closeLabel: words.close,
    });
    if (anchor) {
      dialog.place.removeAttribute('data-at');
      dialog.place.className += ' anchored';
    }
    dialog.card.addEventListener('keydown', onKey);
    dialog.show(step.title || plainText(step.body).trim(), stepDirection(step), [
      h('div', 'scroll', { tabindex: '-1' }, stepParts(step)),
      foot(step),
    ]);
    isSeen = true;
    showing.report('seen', tour, step.id);
    if (index === tour.steps.length - 1) complete();
  };
  const showAt = (step: ShownStep, anchor: Anchor, target: Element) => {
    const { top, bottom } = target.getBoundingClientRect();
    const isInView = top >= 0 && bottom <= page.innerHeight;
    if (!isInView) target.scrollIntoView({ block: 'center' });
    const frame = h('div', 'ring');
    ring = frame;
    host.root.append(frame);
    showCard(step, anchor);
    const card = dialog?.card;
    letGo = follow(
      page,
      anchor,
      (box) => {
        setBox(frame, box.left - 4, box.top - 4);
        frame.style.width = `${box.width + 8}px`;
        frame.style.height = `${box.height + 8}px`;
        if (!card) return;
        const size = { width: card.offsetWidth, height: card.offsetHeight };
        const view = { width: page.innerWidth, height: page.innerHeight };
        const { left, top } = placeBeside(box, size, view, anchor.placement);
        setBox(card, left, top);
      },
      // The page has changed: the element is waited for, missed or left out as at first.
      () => showStep(1),
    );
  };
  const onKey = (event: KeyboardEvent) => {
    const isBack = event.key === 'ArrowLeft';
    if (!isBack && event.key !== 'ArrowRight') return;
    const isRtl = dialog?.card.getAttribute('dir') === 'rtl';
    event.preventDefault();
    go(isBack === isRtl ? 1 : -1);
  };
  const foot = (step: ShownStep) => {
    const row = h('div', 'foot');
    const ways: Record<string, boolean> = {};
    each(step.buttons, ({ action }) => {
      ways[action] = true;
    });
    if (tour.steps.length > 1) {
      row.append(h('span', 'count', {}, [say(words.ofTotal, index + 1, tour.steps.length)]));
    }
    if (index > 0 && !ways.back) {
      const back = stepButton({ label: words.back, style: 'secondary', action: 'back' }, act);
      back.className = 'button quiet';
      row.append(back);
    }
    each(step.buttons, (button) => row.append(stepButton(button, act)));
    if (!ways.next && !ways.complete && !ways.dismiss) {
      const label = index < tour.steps.length - 1 ? words.next : words.done;
      row.append(stepButton({ label, style: 'primary', action: 'next' }, act));
    }
    return row;
  };

  showStep(1);
  return {
    update(changed) {
      const next = changed[0];
      if (!next || !isOpen) return;
      const stepId = tour.steps[index]?.id;
      const isSame =
        writeJson(next.steps as never) === writeJson(tour.steps as never) &&
        next.theme.position === tour.theme.position;
      tour = next;
      host.setTheme(next.theme);
      if (isSame) return;
      each(next.steps, ({ id }, at) => {
        if (id === stepId) index = at;
      });
      index = Math.max(0, Math.min(index, next.steps.length - 1));
      const wasHeld = dialog && holdsFocus(dialog.card);
      showStep(1);
      if (wasHeld) dialog?.card.focus({ preventScroll: true });
    },
    remove,
  };
};

function setBox(element: HTMLElement, left: number, top: number): void {
  element.style.left = `${left}px`;
  element.style.top = `${top}px`;
}
