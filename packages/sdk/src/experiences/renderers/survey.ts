import { writeJson } from '../../json.ts';
import { each } from '../../lists.ts';
import { openDialog } from '../kit/dialog.ts';
import { h, icon } from '../kit/element.ts';
import { holdsFocus } from '../kit/focus.ts';
import { openShadowHost } from '../kit/shadow-host.ts';
import { plainText, stepButton, stepDirection, stepParts } from '../kit/step-parts.ts';
import { say, wordsOf } from '../kit/words.ts';
import type { Answer, Renderer } from '../showing.ts';
import type { ShownExperience, ShownStep, StepButton } from '../shown.ts';
import { emptyAnswer, isSameAnswer } from '../survey/answers.ts';
import { type QuestionBlock, questionBlock } from '../survey/question-block.ts';
import { surveyStyle } from '../survey/survey-style.ts';

/**
 * Questions one after the other. An answer is reported when its step is left forwards, and again only when
 * it has been changed; the survey is completed when a last step without a question is seen, or a last
 * question answered.
 */
export const render: Renderer = (experiences, showing) => {
  const first = experiences[0];
  if (!first) throw new Error('no survey');
  let survey: ShownExperience = first;
  let index = 0;
  let isCompleted = false;
  let isOpen = true;
  let block: QuestionBlock | undefined;
  /** By the step's id: what is in its controls, and what has been reported. */
  const drafts: Record<string, Answer | undefined> = {};
  const reported: Record<string, Answer | undefined> = {};
  const words = wordsOf(showing.language());
  const host = openShadowHost(survey.theme, surveyStyle, () => end());
  const open = () => {
    const { position } = survey.theme;
    return openDialog({
      root: host.root,
      position,
      isModal: position === 'center',
      onClose: () => dismiss(),
      closeLabel: words.close,
    });
  };
  let dialog = open();

  const remove = () => {
    if (!isOpen) return;
    isOpen = false;
    dialog.close();
    host.remove();
  };
  const end = () => {
    if (!isOpen) return;
    remove();
    showing.end();
  };
  const dismiss = () => {
    if (!isCompleted) showing.report('dismissed', survey, survey.steps[index]?.id);
    end();
  };
  const complete = (step: ShownStep | undefined) => {
    if (isCompleted) return;
    isCompleted = true;
    showing.report('completed', survey, step?.id);
  };
  /** Keeps what is in the controls for when they are made anew. */
  const keepDraft = () => {
    const step = survey.steps[index];
    if (step && block) drafts[step.id] = block.read();
  };
  /** False when the answer is refused, which the controls then say. */
  const takeAnswer = (): boolean => {
    const step = survey.steps[index];
    if (!step || !block) return true;
    if (!block.check()) {
      block.focus();
      return false;
    }
    keepDraft();
    const answer = drafts[step.id];
    if (isSameAnswer(answer, reported[step.id])) return true;
    reported[step.id] = answer;
    // What was answered and has been cleared since is taken back.
    const value = answer ?? (step.question && emptyAnswer(step.question));
    if (value !== undefined) showing.report('answered', survey, step.id, value);
    return true;
  };
  const goForward = () => {
    if (!takeAnswer()) return;
    const step = survey.steps[index];
    if (index < survey.steps.length - 1) {
      index += 1;
      showStep();
    } else if (block) {
      complete(step);
      showThanks();
    } else {
      complete(step);
      end();
    }
  };
  const goBack = () => {
    if (index === 0) return;
    keepDraft();
    index -= 1;
    showStep();
  };
  const act = ({ action, experienceId }: StepButton) => {
    if (action === 'next') goForward();
    else if (action === 'back') goBack();
    else if (action === 'dismiss') dismiss();
    else if (action === 'complete' && takeAnswer()) {
      complete(survey.steps[index]);
      end();
    } else if (action === 'experience' && experienceId) {
      dismiss();
      showing.start(experienceId);
    }
  };

  const showStep = () => {
    const step = survey.steps[index];
    if (!step) return;
    const isLast = index === survey.steps.length - 1;
    const parts = stepParts(step);
    let title: Element | undefined;
    each(parts, (part) => {
      if ((part as Element).className === 'title') title = part as Element;
    });
    block = step.question && makeBlock(step, title);
    const scroll = h('div', 'scroll', { tabindex: '-1' }, parts);
    if (block) scroll.append(block.element);
    dialog.show(step.title || plainText(step.body).trim() || words.question, stepDirection(step), [
      progress(),
      scroll,
      foot(step, isLast),
    ]);
    showing.report('seen', survey, step.id);
    if (isLast && !step.question) complete(step);
  };
  const makeBlock = (step: ShownStep, title: Element | undefined) =>
    step.question &&
    questionBlock(
      { step, question: step.question, answer: drafts[step.id], words, onEnter: goForward },
      title,
    );
  const progress = () => {
    const { length } = survey.steps;
    if (length < 2) return undefined;
    const bar = h('div');
    bar.style.setProperty('--share', `${(index + 1) / length}`);
    return h(
      'div',
      'progress',
      {
        role: 'progressbar',
        'aria-valuemin': 0,
        'aria-valuemax': length,
        'aria-valuenow': index + 1,
        'aria-label': say(words.ofTotal, index + 1, length),
      },
      [bar],
    );
  };
  /** The buttons of the step, and those without which nobody could go on or back. */
  const foot = (step: ShownStep, isLast: boolean) => {
    const row = h('div', 'foot');
    const ways: Record<string, boolean> = {};
    each(step.buttons, ({ action }) => {
      ways[action] = true;
    });
    if (index > 0 && !ways.back) {
      const back = stepButton({ label: words.back, style: 'secondary', action: 'back' }, act);
      back.className = 'button quiet push';
      row.append(back);
    }
    each(step.buttons, (button) => row.append(stepButton(button, act)));
    if (!ways.next && !ways.complete && (step.question || !ways.dismiss)) {
      const label = !isLast ? words.next : step.question ? words.send : words.done;
      row.append(stepButton({ label, style: 'primary', action: 'next' }, act));
    }
    return row;
  };
  const showThanks = () => {
    block = undefined;
    const done = stepButton({ label: words.done, style: 'primary', action: 'dismiss' }, end);
    dialog.show(words.thanks, undefined, [
      h('div', 'scroll thanks', {}, [
        icon('M5 12.5l4.5 4.5L19 7.5'),
        h('h2', 'title', {}, [words.thanks]),
        h('p', 'body', {}, [words.thanksMore]),
        done,
      ]),
    ]);
  };

  showStep();
  return {
    update(changed) {
      const next = changed[0];
      if (!next || !isOpen) return;
      const { position } = survey.theme;
      const isSame =
        writeJson(next.steps as never) === writeJson(survey.steps as never) &&
        next.theme.position === position;
      keepDraft();
      const stepId = survey.steps[index]?.id;
      survey = next;
      host.setTheme(next.theme);
      // What is completed stays as it was answered.
      if (isSame || isCompleted) return;
      const held = block && holdsFocus(block.element);
      if (next.theme.position !== position) {
        dialog.close();
        dialog = open();
      }
      each(next.steps, ({ id }, at) => {
        if (id === stepId) index = at;
      });
      index = Math.max(0, Math.min(index, next.steps.length - 1));
      showStep();
      if (held) block?.focus();
    },
    remove,
  };
};
