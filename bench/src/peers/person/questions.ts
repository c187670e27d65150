import type { Group, TreeNode } from '@muster/conditions';

/** A tree that peers are asked, too. */
export interface Question {
  name: string;
  tree: Group;
}

type Attribute = Omit<TreeNode & { type: 'attribute' }, 'type'>;

const all = (...children: TreeNode[]): Group => ({ type: 'group', match: 'all', children });
const any = (...children: TreeNode[]): Group => ({ type: 'group', match: 'any', children });

function attribute(
  source: Attribute['source'],
  kind: Attribute['kind'],
  key: string,
  operator: string,
  value: unknown,
  not = false,
): TreeNode {
  return { type: 'attribute', source, key, kind, operator, value, ...(not && { not }) };
}

const custom = attribute.bind(undefined, 'custom');
const native = attribute.bind(undefined, 'native');

/** One condition each: what answers differ in is seen here. */
export const singleConditions: readonly Question[] = [
  custom('string', 'plan', 'is', ['Pro', 'Team']),
  custom('string', 'plan', 'is', ['Pro', 'Team'], true),
  custom('string', 'title', 'contains', ['growth', 'sales']),
  custom('string', 'title', 'startsWith', 'head'),
  native('string', 'email', 'endsWith', '@ACME.test'),
  custom('number', 'seats', 'gt', 10),
  custom('number', 'nps', 'gte', 9),
  custom('number', 'nps', 'gte', 9, true),
  custom('number', 'health', 'lt', 40),
  custom('number', 'mrr', 'between', [100, 500]),
  custom('boolean', 'verified', 'is', true),
  custom('date', 'renewal', 'inNext', { amount: 30, unit: 'day' }),
  native('date', 'lastActivity', 'inLast', { amount: 30, unit: 'day' }),
  custom('list', 'interests', 'includesAny', ['api', 'export']),
  custom('list', 'interests', 'includesAll', ['api', 'export']),
].map((condition) => ({ name: nameCondition(condition), tree: all(condition) }));

function nameCondition(node: TreeNode): string {
  const { key, operator, not } = node as TreeNode & { type: 'attribute' };
  return `${not ? 'not: ' : ''}${key} ${operator}`;
}

const plans = ['Free', 'Pro', 'Team', 'Business', 'Enterprise'];
const words = ['growth', 'product', 'sales', 'lead', 'engineer', 'chief', 'data', 'ops'];
const interests = ['tours', 'surveys', 'banners', 'api', 'export', 'billing', 'teams'];

/** Segments on attributes in eight forms that differ in their operands. No two are the same. */
export function makeQuestions(count: number): Question[] {
  return Array.from({ length: count }, (_, at) => ({
    name: `Segment ${at + 1}`,
    tree: all(...makeConditions(at)),
  }));
}

function makeConditions(at: number): TreeNode[] {
  const plan = custom('string', 'plan', 'is', [plans[at % plans.length]]);
  const turn = Math.floor(at / 8);
  switch (at % 8) {
    case 0:
      return [plan, custom('number', 'seats', 'gt', turn)];
    case 1:
      return [custom('string', 'city', 'is', [`City ${at}`, `City ${at + 300}`])];
    case 2:
      return [plan, custom('date', 'renewal', 'inNext', { amount: 1 + turn, unit: 'day' })];
    case 3:
      return [
        custom('string', 'title', 'contains', [words[turn % words.length], `team ${turn}`]),
        custom('number', 'nps', 'gte', turn % 11),
      ];
    case 4:
      return [
        custom('boolean', 'verified', 'is', true),
        any(
          all(plan, custom('string', 'role', 'is', ['admin', 'owner'])),
          all(
            custom('number', 'mrr', 'between', [turn, turn + 300]),
            custom('string', 'country', 'is', ['C0', `C${turn}`], true),
          ),
        ),
      ];
    case 5:
      return [
        custom('list', 'interests', 'includesAny', [interests[turn % interests.length], 'none']),
        custom('number', 'health', 'lt', turn),
      ];
    case 6:
      return [
        native('string', 'email', 'endsWith', '@acme.test'),
        native('number', 'sessions', 'between', [turn % 40, 50 + turn]),
        { ...plan, not: true } as TreeNode,
      ];
    default:
      return [
        native('date', 'lastActivity', 'inLast', { amount: 1 + turn, unit: 'day' }),
        custom('string', 'company_size', 'is', ['51–200', '200+']),
        custom('string', 'industry', 'is', [`industry-${turn % 20}`], true),
      ];
  }
}
