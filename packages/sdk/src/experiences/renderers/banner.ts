import { writeJson } from '../../json.ts';
import { each } from '../../lists.ts';
import { openDialog } from '../kit/dialog.ts';
import { h } from '../kit/element.ts';
import { openShadowHost } from '../kit/shadow-host.ts';
import { plainText, stepButton, stepDirection, stepParts } from '../kit/step-parts.ts';
import { wordsOf } from '../kit/words.ts';
import type { Renderer } from '../showing.ts';
import type { ShownExperience, StepButton, Theme } from '../shown.ts';

const style = `
.place .card { width: 960px; }
.bar { display: flex; flex-wrap: wrap; align-items: center; padding: 12px 56px 12px 20px; overflow: auto; }
[dir=rtl] > .bar { padding: 12px 20px 12px 56px; }
.bar > .text { flex: 1 1 320px; display: grid; grid-gap: 4px; grid-template-columns: minmax(0, 1fr); margin: 4px 0; }
.bar > .foot { padding: 0; margin: 0 -4px; }
.bar .image { max-height: 96px; }
.bar .title { margin: 0; font-size: 15px; line-height: 20px; }
`;

/** A bar across the page, at its top or its bottom. */
export const render: Renderer = (experiences, showing) => {
  const first = experiences[0];
  if (!first) throw new Error('no banner');
  let banner: ShownExperience = first;
  let index = 0;
  const host = openShadowHost(banner.theme, style, () => end());
  const dialog = openDialog({
    root: host.root,
    position: edgeOf(banner.theme),
    isModal: false,
    isSheet: false,
    onClose: () => finish('dismissed'),
    closeLabel: wordsOf(showing.language()).close,
  });
  const remove = () => {
    dialog.close();
    host.remove();
  };
  const end = () => {
    remove();
    showing.end();
  };
  const finish = (action: 'dismissed' | 'completed') => {
    showing.report(action, banner, banner.steps[index]?.id);
    end();
  };
  const go = (to: number) => {
    if (to >= banner.steps.length) return finish('completed');
    index = Math.max(0, to);
    showStep();
  };
  const act = ({ action, experienceId }: StepButton) => {
    if (action === 'next') go(index + 1);
    else if (action === 'back') go(index - 1);
    else finish(action === 'dismiss' ? 'dismissed' : 'completed');
    if (action === 'experience' && experienceId) showing.start(experienceId);
  };
  const showStep = () => {
    const step = banner.steps[index];
    if (!step) return;
    const bar = h('div', 'bar', {}, [h('div', 'text', {}, stepParts(step))]);
    if (step.buttons.length) {
      const foot = h('div', 'foot');
      each(step.buttons, (button) => foot.append(stepButton(button, act)));
      bar.append(foot);
    }
    dialog.show(step.title || plainText(step.body).trim(), stepDirection(step), [bar]);
    showing.report('seen', banner, step.id);
  };
  showStep();
  return {
    update(changed) {
      const next = changed[0];
      if (!next) return;
      const isSame = writeJson(next.steps as never) === writeJson(banner.steps as never);
      banner = next;
      index = Math.min(index, Math.max(0, next.steps.length - 1));
      host.setTheme(next.theme);
      dialog.setPosition(edgeOf(next.theme));
      if (!isSame) showStep();
    },
    remove,
  };
};

function edgeOf({ position }: Theme): 'top' | 'bottom' {
  return position[0] === 'b' ? 'bottom' : 'top';
}
