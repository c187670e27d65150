import {
  checkKey,
  type EventCondition,
  type Kind,
  maxPropertyFilters,
  type PropertyFilter,
} from '@muster/conditions';
import { ListFilterPlus, X } from 'lucide-react';
import { useState } from 'react';
import { useBuilder } from '../builder-context.ts';
import type { EventProperty } from '../builder-data.ts';
import { DropDown } from '../drop-down.tsx';
import { orderKinds } from '../menu/fields.ts';
import { PickList } from '../pick-list.tsx';
import { startTest } from '../start-test.ts';
import { type Loaded, useLoaded } from '../use-loaded.ts';
import { TestFields } from './test-fields.tsx';

interface PropertyFiltersProps {
  condition: EventCondition;
  onChange: (where: readonly PropertyFilter[], typing?: boolean) => void;
}

/** What must hold of the occurrences that are counted: all of these, on the same occurrence. */
export function PropertyFilters({ condition, onChange }: PropertyFiltersProps) {
  const { readOnly } = useBuilder();
  const { source, name, where = [] } = condition;
  const loaded = useProperties(condition, where.length > 0);
  const properties = loaded.state === 'done' ? loaded.value : [];
  return (
    <>
      {!readOnly && where.length < maxPropertyFilters && (
        <DropDown
          label={`${name}: add a condition on its properties`}
          className="operand-button"
          title="Where its properties…"
          popupClassName="popup-pick"
          content={(close) => (
            <PropertyPicker
              condition={condition}
              onPick={(key, kind) => {
                close();
                onChange([...where, { key, ...startTest(kind) }]);
              }}
            />
          )}
        >
          <ListFilterPlus size={14} aria-hidden="true" />
        </DropDown>
      )}
      {where.map((filter, at) => {
        const property = properties.find(({ key }) => key === filter.key);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: filters have no other name, and never move
          <span className="filter" key={at}>
            <span className="operand-word">{at === 0 ? 'where' : 'and'}</span>
            <span className="row-name code wrap-anywhere">{filter.key}</span>
            <TestFields
              test={filter}
              kinds={property ? orderKinds(property.kinds) : []}
              about={`${name} where ${filter.key}`}
              subject={{ type: 'property', source, name, key: filter.key }}
              onChange={(changed, typing) => onChange(where.with(at, changed), typing)}
            />
            {!readOnly && (
              <button
                type="button"
                className="operand-button"
                title="Remove"
                aria-label={`Remove: where ${filter.key}`}
                onClick={() => onChange(where.toSpliced(at, 1))}
              >
                <X size={13} aria-hidden="true" />
              </button>
            )}
          </span>
        );
      })}
    </>
  );
}

function PropertyPicker({
  condition,
  onPick,
}: {
  condition: EventCondition;
  onPick: (key: string, kind: Kind) => void;
}) {
  const [text, setText] = useState('');
  const loaded = useProperties(condition, true);
  const properties = loaded.state === 'done' ? loaded.value : [];
  const wanted = text.trim().toLowerCase();
  const found = properties.filter(
    ({ key, isHidden = false }) => !isHidden && key.toLowerCase().includes(wanted),
  );
  const typed = text.trim();
  const isNew = checkKey(typed).ok && !properties.some(({ key }) => key === typed);
  return (
    <PickList
      label={`Properties of ${condition.name}`}
      items={[
        ...found.map((property) => ({
          id: property.key,
          label: property.key,
          isCode: true,
          about: property.description,
          note: [orderKinds(property.kinds).join(', '), property.samples.slice(0, 3).join(' · ')]
            .filter((part) => part !== '')
            .join(': '),
        })),
        ...(isNew ? [{ id: typed, label: typed, isCode: true, note: 'as typed' }] : []),
      ]}
      search={{ text, onChange: setText, placeholder: 'Search properties…' }}
      empty={
        loaded.state === 'loading'
          ? 'Loading properties…'
          : loaded.state === 'failed'
            ? 'The properties could not be loaded. Type one.'
            : 'This event has come without properties. Type one.'
      }
      onPick={(key) => {
        const property = properties.find((candidate) => candidate.key === key);
        onPick(key, (property && orderKinds(property.kinds)[0]) ?? 'string');
      }}
    />
  );
}

function useProperties(
  { source, name }: EventCondition,
  isWanted: boolean,
): Loaded<readonly EventProperty[]> {
  const { data } = useBuilder();
  return useLoaded(isWanted ? JSON.stringify([source, name]) : undefined, async (signal) => {
    const { properties } = await data.listProperties({ source, name }, signal);
    return properties;
  });
}
