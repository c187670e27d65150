import { each } from '../../lists.ts';
import type { Dialog } from '../kit/dialog.ts';
import { h, icon } from '../kit/element.ts';
import { openPanel } from '../kit/panel.ts';
import { panelStyle } from '../kit/panel-style.ts';
import { stepButton, stepDirection, stepParts } from '../kit/step-parts.ts';
import { wordsOf } from '../kit/words.ts';
import type { Renderer } from '../showing.ts';
import type { ShownStep, StepButton } from '../shown.ts';

const style = `${panelStyle}
.panel .scroll.blocks { padding: 16px; grid-gap: 12px; background: var(--sunken); }
.block { padding: 16px; display: grid; grid-gap: 10px; grid-template-columns: minmax(0, 1fr); background: var(--ground); border: 1px solid var(--line); border-radius: calc(var(--radius) * .8); }
.block .title { margin: 0; font-size: 15px; line-height: 20px; }
.foot.own { padding: 0; justify-content: flex-start; }
`;

/** A launcher with cards of help behind it: those blocks that the server lets this person see. */
export const render: Renderer = (experiences, showing) => {
  const first = experiences[0];
  if (!first) throw new Error('no resource center');
  let center = first;
  let isSeen = false;
  const words = wordsOf(showing.language());
  const heading = () => center.theme.heading || words.help;
  const panel = openPanel({
    theme: center.theme,
    language: showing.language(),
    style,
    className: 'round',
    onOpen: (dialog) => {
      fillPanel(dialog);
      if (isSeen) return;
      isSeen = true;
      showing.report('seen', center, center.steps[0]?.id);
    },
    onLost: showing.end,
  });
  const { button } = panel.launcher;
  const nameLauncher = () => button.setAttribute('aria-label', heading());
  nameLauncher();
  button.append(
    icon(
      'M12 3a9 9 0 1 0 .01 0z',
      'M9.4 9.2a2.7 2.7 0 1 1 3.9 2.6c-.9.5-1.3 1-1.3 2',
      'M12 17v.01',
    ),
  );
  const act = (step: ShownStep, { action, experienceId }: StepButton) => {
    if (action === 'complete') showing.report('completed', center, step.id);
    if (action === 'link') return;
    panel.close();
    if (action === 'experience' && experienceId) showing.start(experienceId);
  };
  const renderBlock = (step: ShownStep) => {
    const block = h(
      'section',
      'block',
      { dir: stepDirection(step) || 'auto' },
      stepParts(step, 'h3'),
    );
    if (step.buttons.length > 0) {
      const row = h('div', 'foot own');
      each(step.buttons, (own) => row.append(stepButton(own, () => act(step, own))));
      block.append(row);
    }
    return block;
  };
  const fillPanel = (dialog: Dialog) => {
    dialog.card.className = 'card panel';
    const list = h('div', 'scroll blocks', {
      tabindex: '0',
      role: 'region',
      'aria-label': heading(),
    });
    each(center.steps, (step) => list.append(renderBlock(step)));
    dialog.show(heading(), undefined, [
      h('div', 'head', {}, [h('h2', 'title', { dir: 'auto' }, [heading()])]),
      list,
    ]);
  };
  return {
    update(changed) {
      const next = changed[0];
      if (!next) return;
      center = next;
      panel.setTheme(next.theme);
      nameLauncher();
      const dialog = panel.dialog();
      if (dialog) fillPanel(dialog);
    },
    remove: panel.remove,
    command(method) {
      if (method === 'open') panel.open();
      else if (method === 'close') panel.close();
    },
  };
};
