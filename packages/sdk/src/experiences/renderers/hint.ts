import { writeJson } from '../../json.ts';
import { each } from '../../lists.ts';
import { anchoredStyle } from '../anchored/anchored-style.ts';
import { awaitTarget } from '../anchored/await-target.ts';
import { follow } from '../anchored/follow.ts';
import { type Box, placeBeside } from '../anchored/place-beside.ts';
import { type Dialog, openDialog } from '../kit/dialog.ts';
import { h } from '../kit/element.ts';
import { openShadowHost } from '../kit/shadow-host.ts';
import { plainText, stepButton, stepDirection, stepParts } from '../kit/step-parts.ts';
import { wordsOf } from '../kit/words.ts';
import type { Renderer } from '../showing.ts';
import type { Anchor, ShownExperience, StepButton } from '../shown.ts';

const style = `${anchoredStyle}
.beacon {
  appearance: none; -webkit-appearance: none; position: fixed; pointer-events: auto; cursor: pointer;
  width: 24px; height: 24px; padding: 6px; border: 0; border-radius: 50%; background: none;
}
.beacon::before { content: ""; display: block; width: 12px; height: 12px; border-radius: 50%; background: var(--accent); box-shadow: 0 0 0 2px var(--accent-edge), 0 0 0 4px var(--ground); animation: beat 1.8s ease-in-out infinite; }
@keyframes beat { 50% { transform: scale(.78); } }
@media (forced-colors: active) { .beacon::before { background: Highlight; } }
`;

/** Without an anchor, or where the page has not got it, the beacon stands in the corner. */
const corner = { left: 24, top: 24, width: 0, height: 0 };
/** The element of a hint may appear and go as long as the page is open, unless it is left out without it. */
const waitMs = { skip: 0, wait: Number.POSITIVE_INFINITY, center: Number.POSITIVE_INFINITY };

/** A beacon at an element of the page that opens a bubble. */
export const render: Renderer = (experiences, showing) => {
  const first = experiences[0];
  if (!first) throw new Error('no hint');
  const { page } = showing;
  const words = wordsOf(showing.language());
  let hint: ShownExperience = first;
  let index = 0;
  let isOpen = true;
  let dialog: Dialog | undefined;
  let letGo = () => {};
  const host = openShadowHost(hint.theme, style, () => end());
  const beacon = h('button', 'beacon', { type: 'button', 'aria-expanded': 'false' });

  const remove = () => {
    if (!isOpen) return;
    isOpen = false;
    letGo();
    dialog?.close();
    host.remove();
  };
  const end = () => {
    if (!isOpen) return;
    remove();
    showing.end();
  };
  const closeBubble = () => {
    dialog?.close();
    dialog = undefined;
    beacon.setAttribute('aria-expanded', 'false');
  };
  const finish = (action: 'dismissed' | 'completed') => {
    showing.report(action, hint, hint.steps[index]?.id);
    end();
  };
  const act = ({ action, experienceId }: StepButton) => {
    const next = index + (action === 'back' ? -1 : 1);
    if ((action === 'next' || action === 'back') && hint.steps[next]) {
      index = next;
      fillBubble();
    } else if (action !== 'back') finish(action === 'dismiss' ? 'dismissed' : 'completed');
    if (action === 'experience' && experienceId) showing.start(experienceId);
  };
  const fillBubble = () => {
    const step = hint.steps[index];
    if (!step) return;
    const parts: Node[] = [h('div', 'scroll', { tabindex: '-1' }, stepParts(step))];
    if (step.buttons.length) {
      const foot = h('div', 'foot');
      each(step.buttons, (button) => foot.append(stepButton(button, act)));
      parts[1] = foot;
    }
    dialog?.show(nameOf(hint, index), stepDirection(step), parts);
    showing.report('seen', hint, step.id);
  };
  const openBubble = () => {
    dialog = openDialog({
      root: host.root,
      position: 'top',
      isModal: false,
      takesFocus: true,
      isSheet: false,
      onClose: () => finish('dismissed'),
      closeLabel: words.close,
    });
    dialog.place.removeAttribute('data-at');
    dialog.place.className += ' anchored';
    beacon.setAttribute('aria-expanded', 'true');
    fillBubble();
    placeBubble();
  };
  const placeBubble = () => {
    const card = dialog?.card;
    if (!card) return;
    const size = { width: card.offsetWidth, height: card.offsetHeight };
    const view = { width: page.innerWidth, height: page.innerHeight };
    const placement = hint.steps[0]?.anchor?.placement ?? 'auto';
    const { left, top } = placeBeside(beacon.getBoundingClientRect(), size, view, placement);
    card.style.left = `${left}px`;
    card.style.top = `${top}px`;
  };
  const place = (box: Box) => {
    const { left, top } = placeBeacon(box, page.innerWidth);
    beacon.style.left = `${left}px`;
    beacon.style.top = `${top}px`;
    beacon.hidden = false;
    placeBubble();
  };
  const stand = () => {
    letGo();
    const anchor: Anchor | undefined = hint.steps[0]?.anchor;
    if (!anchor || anchor.missing === 'center') place(corner);
    if (!anchor) return;
    const seek = () => {
      letGo = awaitTarget(page, anchor, waitMs[anchor.missing], onFound, end);
    };
    const onFound = () => {
      letGo = follow(page, anchor, place, () => {
        closeBubble();
        beacon.hidden = true;
        stand();
      });
    };
    seek();
  };

  beacon.hidden = true;
  beacon.setAttribute('aria-label', nameOf(hint, 0));
  beacon.addEventListener('click', () => (dialog ? closeBubble() : openBubble()));
  host.root.append(beacon);
  stand();
  return {
    update(changed) {
      const next = changed[0];
      if (!next || !isOpen) return;
      const isSame = writeJson(next.steps as never) === writeJson(hint.steps as never);
      hint = next;
      host.setTheme(next.theme);
      if (isSame) return;
      index = Math.min(index, Math.max(0, next.steps.length - 1));
      beacon.setAttribute('aria-label', nameOf(hint, 0));
      if (dialog) fillBubble();
      stand();
    },
    remove,
  };
};

/** On the corner of the target, and within the window as long as the target is. */
function placeBeacon({ left, top, width, height }: Box, viewWidth: number) {
  const half = 12;
  const right = left + width;
  const isAside = right < 0 || left > viewWidth;
  const isAbove = top + height < 0;
  return {
    left: isAside ? right - half : Math.max(0, Math.min(right - half, viewWidth - 2 * half)),
    top: isAbove ? top - half : Math.max(0, top - half),
  };
}

function nameOf({ steps }: ShownExperience, index: number): string {
  const step = steps[index];
  return step ? step.title || plainText(step.body).trim() : '';
}
