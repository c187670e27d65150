import type { ExperienceStepBody, ExperienceType, ShownExperience } from '@muster/protocol';

/** The types whose steps are shown one after the other. */
const stepwise: readonly ExperienceType[] = ['tour', 'survey', 'hint', 'banner'];

/** The steps from the one that is open on, where one is shown at a time; else all of them. */
export function stepsToPreview(
  type: ExperienceType,
  steps: readonly ExperienceStepBody[],
  open: string | undefined,
): ExperienceStepBody[] {
  const index = steps.findIndex(({ id }) => id === open);
  return stepwise.includes(type) && index > 0 ? steps.slice(index) : [...steps];
}

/**
 * An experience as the frame is to show it: in the chosen mode where it follows the person's, and at the
 * element of the frame's page, since the customer's is not there.
 */
export function toPreviewed(shown: ShownExperience, isDark: boolean): ShownExperience {
  const { mode } = shown.theme;
  return {
    ...shown,
    theme: { ...shown.theme, mode: mode === 'auto' ? (isDark ? 'dark' : 'light') : mode },
    steps: shown.steps.map(({ anchor, ...step }) => ({
      ...step,
      ...(anchor && { anchor: { ...anchor, selector: '#element' } }),
    })),
  };
}
