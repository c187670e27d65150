import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import type { AnalyticsFilter } from '../../../api/analytics-api.ts';
import { useProject } from '../../../api/current-project.ts';
import { everyone } from '../../../api/search-users.ts';
import { segmentsQuery } from '../../../api/segments-api.ts';
import { Combobox } from '../../../ui/combobox.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Select } from '../../../ui/select.tsx';
import { FilterPanel } from '../../users/filter-panel.tsx';
import '../../users/users.css';

/** Of whom the numbers are: everybody, people in segments, or who meet conditions. */
export type PeopleFilter = { type: 'everyone' } | AnalyticsFilter;

const choices = [
  { value: 'everyone', label: 'All people' },
  { value: 'segments', label: 'People in segments' },
  { value: 'conditions', label: 'People who match' },
] as const;

interface PeopleFilterProps {
  filter: PeopleFilter;
  onChange: (filter: PeopleFilter) => void;
}

/** Which kind of filter. */
export function FilterPicker({ filter, onChange }: PeopleFilterProps) {
  const choose = (type: PeopleFilter['type']) => {
    if (type === 'everyone') onChange({ type });
    else if (type === 'segments') onChange({ type, segmentIds: [] });
    else onChange({ type, conditions: everyone });
  };
  return <Select label="People" options={choices} value={filter.type} onChange={choose} />;
}

/** What the filter takes: its segments, or its conditions. Nothing for everybody. */
export function FilterDetails({ filter, onChange }: PeopleFilterProps) {
  const [isOpen, setOpen] = useState(true);
  if (filter.type === 'everyone') return null;
  return (
    <div className="analytics-filter">
      {filter.type === 'segments' ? (
        <SegmentChoice
          segmentIds={filter.segmentIds}
          onChange={(segmentIds) => onChange({ type: 'segments', segmentIds })}
        />
      ) : (
        <FilterPanel
          title="Count people who match"
          filter={filter.conditions}
          isOpen={isOpen}
          onOpenChange={setOpen}
          onApply={(conditions) => onChange({ type: 'conditions', conditions })}
        />
      )}
      <p className="quiet">
        Membership is that of now: who is in it at this moment, whatever she was when it happened.
      </p>
    </div>
  );
}

interface SegmentChoiceProps {
  segmentIds: readonly string[];
  onChange: (segmentIds: string[]) => void;
}

function SegmentChoice({ segmentIds, onChange }: SegmentChoiceProps) {
  const { id: projectId } = useProject();
  const { data: segments = [] } = useQuery(segmentsQuery(projectId));
  const namesById = new Map(segments.map(({ id, name }) => [id, name]));
  const options = segments
    .filter(({ id }) => !segmentIds.includes(id))
    .map(({ id, name }) => ({ value: id, label: name }));
  return (
    <div className="analytics-segments">
      <ul className="analytics-chips" aria-label="Segments">
        {segmentIds.map((id) => {
          const name = namesById.get(id) ?? 'A segment that is gone';
          return (
            <li key={id} className="analytics-chip">
              <span className="wrap-anywhere">{name}</span>
              <IconButton
                label={`Remove ${name}`}
                onClick={() => onChange(segmentIds.filter((each) => each !== id))}
              >
                <X size={14} />
              </IconButton>
            </li>
          );
        })}
      </ul>
      <Combobox
        label="Add a segment"
        options={options}
        value={null}
        onChange={(id) => onChange([...segmentIds, id])}
        placeholder={segmentIds.length === 0 ? 'Choose a segment…' : 'Or in…'}
        empty="There is no other segment."
      />
    </div>
  );
}
