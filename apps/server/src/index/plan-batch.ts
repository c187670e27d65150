import type { LoggedChange } from '../store/read-change.ts';
import type { EventRow } from '../store/store.ts';

/** What a batch of changes amounts to, whatever their order was. */
export interface BatchPlan {
  /** The position after the batch. */
  through: number;
  projects: ProjectPlan[];
}

/** The part of a batch that one project has. */
export interface ProjectPlan {
  project: number;
  /** Occurrences to add, each for the user who has it at the end of the batch. */
  events: PlannedEvent[];
  /** Users who became others: to whom their events go. */
  moves: Map<number, number>;
  /** Users whose events go altogether, erased ones and those merged into them. */
  erased: Set<number>;
  /** Users who are no more: merged away or erased. */
  gone: Set<number>;
  /** Events that are gone because they are old: `after` < number ≤ `through`, time < `before`. */
  expired: { after: number; through: number; before: number }[];
  /** Users whose rows are to be written. */
  touched: Set<number>;
  /** The last change of the time zone. */
  zoneChange?: number;
  /** The project was deleted: all its rows go, and there is nothing else to do for it. */
  isDeleted: boolean;
}

export interface PlannedEvent {
  event: EventRow;
  number: number;
  /** Position of its change. */
  position: number;
}

/**
 * Reduces a non-empty run of the change log to its effect. Numbers are given once: after a merge or
 * an erasure nothing is ever about that number again, so what came before can be read with what
 * came after in mind.
 */
export function planBatch(changes: readonly LoggedChange[]): BatchPlan {
  const projects = new Map<number, ProjectPlan>();
  const erasedNumbers = new Map<ProjectPlan, Set<number>>();
  let through = 0;
  for (const { position, change } of changes) {
    through = position;
    const plan = projects.get(change.project) ?? startPlan(change.project);
    projects.set(change.project, plan);
    switch (change.type) {
      case 'profiles':
        for (const number of change.numbers) plan.touched.add(number);
        break;
      case 'events':
        for (const event of change.events) {
          plan.events.push({ event, number: event.number, position });
        }
        break;
      case 'merge':
        for (const [from, to] of plan.moves) {
          if (to === change.from) plan.moves.set(from, change.to);
        }
        plan.moves.set(change.from, change.to);
        plan.gone.add(change.from);
        plan.touched.add(change.to);
        break;
      case 'erase':
        plan.gone.add(change.number);
        erasedNumbers.set(plan, (erasedNumbers.get(plan) ?? new Set()).add(change.number));
        break;
      case 'expire':
        addExpiry(plan, change);
        break;
      case 'timeZone':
        plan.zoneChange = position;
        break;
      case 'deleteProject':
        plan.isDeleted = true;
        break;
    }
  }
  for (const plan of projects.values()) settle(plan, erasedNumbers.get(plan) ?? new Set());
  const plans = [...projects.values()].map((plan) =>
    plan.isDeleted ? { ...startPlan(plan.project), isDeleted: true } : plan,
  );
  return { through, projects: plans };
}

function startPlan(project: number): ProjectPlan {
  return {
    project,
    events: [],
    moves: new Map(),
    erased: new Set(),
    gone: new Set(),
    expired: [],
    touched: new Set(),
    isDeleted: false,
  };
}

/** One statement for ranges that follow each other. */
function addExpiry({ expired }: ProjectPlan, range: ProjectPlan['expired'][number]): void {
  const last = expired.at(-1);
  if (last?.before === range.before && last.through === range.after) last.through = range.through;
  else expired.push({ after: range.after, through: range.through, before: range.before });
}

function settle(plan: ProjectPlan, erasedNumbers: ReadonlySet<number>): void {
  for (const number of erasedNumbers) plan.erased.add(number);
  for (const [from, to] of plan.moves) {
    if (!erasedNumbers.has(to)) continue;
    plan.moves.delete(from);
    plan.erased.add(from);
  }
  plan.events = plan.events.flatMap((planned) => {
    const number = plan.moves.get(planned.number) ?? planned.number;
    return plan.erased.has(number) ? [] : [{ ...planned, number }];
  });
  for (const number of plan.gone) plan.touched.delete(number);
}
