import type { Renderer } from './showing.ts';
import type { ExperienceType } from './shown.ts';

type Load = () => Promise<{ render: Renderer }>;

/** Each is a file of its own, loaded when there is something to show. */
const loads: Partial<Record<ExperienceType, Load>> = {
  tour: () => import('./renderers/tour.ts'),
  banner: () => import('./renderers/banner.ts'),
  hint: () => import('./renderers/hint.ts'),
  survey: () => import('./renderers/survey.ts'),
  checklist: () => import('./renderers/checklist.ts'),
  post: () => import('./renderers/post.ts'),
  resourceCenter: () => import('./renderers/resource-center.ts'),
};

/** What shows experiences of a type; undefined for a type that this SDK does not know. */
export async function loadRenderer(type: ExperienceType): Promise<Renderer | undefined> {
  return (await loads[type]?.())?.render;
}
