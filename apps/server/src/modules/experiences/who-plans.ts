import type { Path, Plan, Resolver } from '@muster/conditions';
import type { WhoBody } from '@muster/protocol';
import type { ExperienceContent } from '../../store/experiences.ts';
import { resolveWho } from './resolve-who.ts';

/** One Who of an experience. */
export interface PlacedWho {
  who: WhoBody;
  /** From the root of the experience: `['target', 'who']` or `['steps', 2, 'who']`. */
  path: Path;
}

type BlockWho = PlacedWho & { step: number };
type Targeted = Pick<ExperienceContent, 'target' | 'steps'>;
type Resolved<Placed> = Placed & { plan: Plan };

/** Every Who that stands in an experience: first its own, then those of its blocks. */
export function listWhos({ target, steps }: Targeted): [PlacedWho, ...BlockWho[]] {
  const own = { who: target.who, path: ['target', 'who'] };
  const ofBlocks = steps.flatMap(({ who }, step) =>
    who === undefined ? [] : [{ who, step, path: ['steps', step, 'who'] }],
  );
  return [own, ...ofBlocks];
}

/** Each of them resolved, its problems placed in the experience. */
export function resolveWhos(
  content: Targeted,
  resolver: Resolver,
): [Resolved<PlacedWho>, ...Resolved<BlockWho>[]] {
  const [own, ...ofBlocks] = listWhos(content);
  return [resolvePlaced(own, resolver), ...ofBlocks.map((each) => resolvePlaced(each, resolver))];
}

function resolvePlaced<Placed extends PlacedWho>(
  placed: Placed,
  resolver: Resolver,
): Resolved<Placed> {
  const plan = resolveWho(placed.who, resolver);
  if (plan.valid) return { ...placed, plan };
  const problems = plan.problems.map((problem) => ({
    ...problem,
    path: [...placed.path, ...problem.path],
  }));
  return { ...placed, plan: { valid: false, problems } };
}
