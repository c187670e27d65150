import type { ShownExperience, ShownStep } from '@muster/protocol';
import type { ExperienceRow } from '../../../store/experiences.ts';
import { parseMarkdown } from './parse-markdown.ts';
import { readVariables } from './read-variables.ts';
import { type FindValue, fillTemplate, fillText, type Piece, type Variable } from './template.ts';

/** What of an experience is shown; of one that is being edited as well. */
export type ShownContent = Pick<
  ExperienceRow,
  'id' | 'type' | 'version' | 'theme' | 'steps' | 'publishedAt'
> & { target: Pick<ExperienceRow['target'], 'showOn'> };

/** For whom, and how it came to be shown. */
export interface Showing {
  find: FindValue;
  /** Of a resource center: false of blocks that are not for this person. */
  sees?: (step: number) => boolean;
  /** Of a checklist: whether this person has done the item. */
  isDone?: (step: number) => boolean;
  /** Of a post. */
  isRead?: boolean;
  /** Instead of its own: it was asked for by its id. */
  showOn?: ShownExperience['showOn'];
}

/** An experience as a browser gets it. What is read of its texts is kept as long as `content` is. */
export function toShown(content: ShownContent, showing: Showing): ShownExperience {
  const { id, type, version, theme, target, publishedAt } = content;
  const { find, sees, isDone, isRead } = showing;
  const steps = readTexts(content).flatMap((texts, index): ShownStep[] => {
    if (sees !== undefined && !sees(index)) return [];
    const step = content.steps[index] as Step;
    const shownStep = toShownStep(step, texts, find);
    if (type !== 'checklist') return [shownStep];
    const byHand = step.task?.event === undefined;
    return [{ ...shownStep, isDone: isDone?.(index) ?? false, byHand }];
  });
  const shown: ShownExperience = {
    id,
    type,
    version,
    theme,
    showOn: showing.showOn ?? target.showOn,
    steps,
  };
  if (type !== 'post') return shown;
  return { ...shown, isRead: isRead ?? false, ...(publishedAt !== undefined && { publishedAt }) };
}

type Step = ShownContent['steps'][number];
type Text = (string | Variable)[];

/** The texts of a step with their variables. */
interface StepTexts {
  title: Text;
  body: Piece[];
  labels: Text[];
}

const known = new WeakMap<ShownContent['steps'], StepTexts[]>();

function readTexts({ steps }: ShownContent): StepTexts[] {
  const remembered = known.get(steps);
  if (remembered !== undefined) return remembered;
  const texts = steps.map(({ title, body, buttons }) => ({
    title: readVariables(title),
    body: parseMarkdown(body),
    labels: buttons.map(({ label }) => readVariables(label)),
  }));
  known.set(steps, texts);
  return texts;
}

function toShownStep(step: Step, { title, body, labels }: StepTexts, find: FindValue): ShownStep {
  const { id, image, buttons, question, anchor } = step;
  return {
    id,
    title: fillText(title, find),
    body: fillTemplate(body, find),
    buttons: buttons.map((button, index) => ({
      ...button,
      label: fillText(labels[index] as Text, find),
    })),
    image,
    question,
    anchor,
  };
}
