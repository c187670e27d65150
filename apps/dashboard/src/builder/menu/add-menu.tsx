import { Group as GroupIcon, Plus, Search } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { findCategoryIcon } from '../../ui/category-icons.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { Tile } from '../../ui/tile.tsx';
import { useBuilder } from '../builder-context.ts';
import { DropDown } from '../drop-down.tsx';
import { type PickItem, PickList } from '../pick-list.tsx';
import { startTest } from '../start-test.ts';
import { useSuggestions } from '../use-suggestions.ts';
import type { Field, FieldSection } from './fields.ts';
import './add-menu.css';

interface AddMenuProps {
  /** The group that is added to. */
  path: string;
  group: readonly number[];
  /** Nothing is there yet: the button is the one obvious next step. */
  isFirst: boolean;
}

/** The button of a group that adds a condition or a group at its end. */
export function AddMenu({ path, group, isFirst }: AddMenuProps) {
  return (
    <DropDown
      label={path === '' ? 'Add…' : `Add… to group ${toNumber(path)}`}
      className={isFirst ? 'button button-plain' : 'button button-quiet add-button'}
      data-add
      popupClassName="add-menu"
      content={(close) => <AddPicker group={group} close={close} />}
    >
      <Plus size={15} aria-hidden="true" />
      Add…
    </DropDown>
  );
}

/** A path as people count: the group at 2.0 is group 3.1. */
function toNumber(path: string): string {
  return path
    .split('.')
    .map((index) => Number(index) + 1)
    .join('.');
}

const newGroup = 'new logic group';

function AddPicker({
  group,
  close,
}: {
  group: readonly number[];
  close: (keyboard: 'elsewhere') => void;
}) {
  const { sections, dispatch } = useBuilder();
  const [text, setText] = useState('');
  const [only, setOnly] = useState<FieldSection['id']>();
  const [marked, setMarked] = useState<string>();
  const wanted = text.trim().toLowerCase();
  // What is typed is looked for everywhere, whatever category was chosen before.
  const open = wanted === '' && only ? sections.filter(({ id }) => id === only) : sections;
  const found = open.map((section) => ({
    ...section,
    fields: section.fields.filter((field) => matches(field, section.label, wanted)),
  }));
  const fields = new Map(found.flatMap((section) => section.fields.map((each) => [each.id, each])));
  const items: PickItem[] = found.flatMap((section) =>
    section.fields.map((field) => ({
      id: field.id,
      label: field.label,
      isCode: field.isCode,
      note: field.note,
      about: field.description,
      section: section.label,
      icon: <CategoryTile category={field.category} />,
    })),
  );
  // Enter on a search that finds nothing makes no group.
  if (newGroup.includes(wanted))
    items.push({
      id: newGroup,
      label: 'New logic group',
      note: 'starts as AND, click the connector to switch',
      isPinned: true,
      icon: (
        <span className="add-group-tile" aria-hidden="true">
          <GroupIcon size={12} />
        </span>
      ),
    });
  const samplesOf = (marked === undefined ? undefined : fields.get(marked))?.samplesOf;
  return (
    <PickList
      label="What to ask about"
      items={items}
      onPick={(id) => {
        const field = fields.get(id);
        const node = field
          ? field.create(startTest)
          : ({ type: 'group', match: 'all', children: [] } as const);
        close('elsewhere');
        dispatch({ type: 'add', group, node: node as ReturnType<Field['create']> });
      }}
      onMark={setMarked}
      search={{
        text,
        onChange: setText,
        placeholder: 'Search attributes, events, segments…',
        extra: <Kbd keys="Esc" />,
      }}
      aside={
        <fieldset className="add-categories" aria-label="Categories">
          <CategoryButton label="Everything" isOn={!only} onClick={() => setOnly(undefined)}>
            <Search size={13} aria-hidden="true" />
          </CategoryButton>
          {sections.map((section) => (
            <CategoryButton
              key={section.id}
              label={section.label}
              isOn={only === section.id}
              onClick={() => {
                setText('');
                setOnly(section.id);
              }}
            >
              <CategoryTile category={section.category} />
            </CategoryButton>
          ))}
        </fieldset>
      }
      empty={`Nothing is called “${text.trim()}”.`}
      foot={samplesOf && <Samples key={JSON.stringify(samplesOf)} of={samplesOf} />}
    />
  );
}

function matches(field: Field, section: string, wanted: string): boolean {
  const { label, description = '' } = field;
  return (
    [label, description].some((text) => text.toLowerCase().includes(wanted)) ||
    section.toLowerCase().startsWith(wanted)
  );
}

function CategoryButton(props: {
  label: string;
  isOn: boolean;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      className="add-category"
      aria-pressed={props.isOn}
      onClick={props.onClick}
    >
      {props.children}
      {props.label}
    </button>
  );
}

function CategoryTile({ category }: { category: FieldSection['category'] }) {
  const Icon = findCategoryIcon(category.icon);
  return (
    <Tile hue={category.hue} size={20}>
      <Icon />
    </Tile>
  );
}

/** A few values of what is marked, so that one sees what it is. */
function Samples({ of }: { of: NonNullable<Field['samplesOf']> }) {
  const loaded = useSuggestions(of, '');
  const values = loaded.state === 'done' ? loaded.value.slice(0, 5) : [];
  return (
    <span className="add-samples">
      {loaded.state === 'loading' && '…'}
      {loaded.state === 'failed' && 'The values could not be loaded.'}
      {loaded.state === 'done' && values.length === 0 && 'No values yet'}
      {values.length > 0 && values.map(({ value }) => String(value) || '(empty text)').join(' · ')}
    </span>
  );
}
