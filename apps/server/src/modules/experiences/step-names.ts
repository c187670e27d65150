import type { ExperienceStepBody } from '@muster/protocol';

/** What a step is called: its title, variables and all, or its number from 1 on. */
export function nameStep({ title }: ExperienceStepBody, index: number): string {
  return title === '' ? `Step ${index + 1}` : title.replace(/\s+/g, ' ');
}
