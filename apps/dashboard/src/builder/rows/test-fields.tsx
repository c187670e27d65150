import {
  kinds as allKinds,
  findOperator,
  type Kind,
  operatorsOf,
  type ValueTest,
} from '@muster/conditions';
import { useBuilder } from '../builder-context.ts';
import type { ValueSubject } from '../builder-data.ts';
import { ChoiceButton } from '../choice-button.tsx';
import { editors } from '../editors/editors.ts';
import type { PickItem } from '../pick-list.tsx';
import { chooseOperator } from '../start-test.ts';

interface TestFieldsProps<Test extends ValueTest> {
  test: Test;
  /** The kinds in which values have come; the test's own is offered too. */
  kinds: readonly Kind[];
  /** Whose value it is, for screen readers. */
  about: string;
  subject?: ValueSubject | undefined;
  choices?: readonly string[] | undefined;
  onChange: (test: Test, typing?: boolean) => void;
}

/** The operator of a test and what edits its operand. */
export function TestFields<Test extends ValueTest>({
  test,
  kinds,
  about,
  subject,
  choices,
  onChange,
}: TestFieldsProps<Test>) {
  const { readOnly } = useBuilder();
  const operator = findOperator(test.kind, test.operator);
  const offered = listOperators(test, kinds);
  const shown = operator && labelOf(operator.labels, test.not === true);
  const editor = editors[operator?.editor ?? 'none'];
  return (
    <>
      <ChoiceButton
        label={`${about}: operator`}
        look="quiet"
        value={idOf(test)}
        shown={shown ?? `unknown operator ${test.operator}`}
        options={offered}
        disabled={readOnly}
        onChange={(id) => {
          const chosen = offered.find((option) => option.id === id);
          if (chosen) onChange(chooseOperator(test, chosen.kind, chosen.name, chosen.not));
        }}
      />
      <editor.Component
        // Another shape of operand is another field: nothing typed in one is shown in the other.
        key={`${test.kind} ${operator?.editor}`}
        label={`${about} ${shown}`}
        value={test.value}
        subject={subject}
        choices={choices}
        joint={operator?.labels.joint ?? 'or'}
        disabled={readOnly}
        onChange={(value, typing) => onChange({ ...test, value }, typing)}
      />
      {operator?.labels.after && <span className="operand-word">{operator.labels.after}</span>}
    </>
  );
}

interface OperatorItem extends PickItem {
  kind: Kind;
  name: string;
  not: boolean;
}

const kindWords: Readonly<Record<Kind, string>> = {
  string: 'As text',
  number: 'As a number',
  boolean: 'As true or false',
  date: 'As a date',
  list: 'As a list',
};

/** Every operator of those kinds in both its forms; one that is of several kinds is offered once, last. */
function listOperators(test: ValueTest, kinds: readonly Kind[]): OperatorItem[] {
  const offered = allKinds.filter((kind) => kind === test.kind || kinds.includes(kind));
  const all = offered.flatMap((kind) => operatorsOf(kind).map((operator) => ({ kind, operator })));
  const own = all.filter(({ operator }) => operator.kinds.length === 1);
  const shared = all.filter(
    ({ kind, operator }) => operator.kinds.length > 1 && kind === test.kind,
  );
  return [...own, ...shared].flatMap(({ kind, operator: { name, labels, kinds: of } }) => {
    const section =
      offered.length < 2 ? undefined : of.length > 1 ? 'Of any type' : kindWords[kind];
    const forms =
      labels.not === undefined && !isForm(test, kind, name, true) ? [false] : [false, true];
    return forms.map((not) => ({
      id: idOf({ kind, operator: name, not }),
      label: labelOf(labels, not),
      section,
      kind,
      name,
      not,
    }));
  });
}

function isForm(test: ValueTest, kind: Kind, name: string, not: boolean): boolean {
  return test.kind === kind && test.operator === name && (test.not ?? false) === not;
}

function idOf({ kind, operator, not = false }: ValueTest): string {
  return `${kind} ${operator} ${not}`;
}

/** A tree from elsewhere may negate what the builder does not offer negated. */
function labelOf(labels: { plain: string; not?: string }, not: boolean): string {
  return not ? (labels.not ?? `not ${labels.plain}`) : labels.plain;
}
