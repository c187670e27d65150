import { Link } from '@tanstack/react-router';
import { Layers, Plus, TriangleAlert, X } from 'lucide-react';
import { useState } from 'react';
import { useProject } from '../../../api/current-project.ts';
import { useLiveAudiences } from '../../../api/live.ts';
import type { CatalogSegment } from '../../../builder/builder-data.ts';
import { DropDown } from '../../../builder/drop-down.tsx';
import { PickList } from '../../../builder/pick-list.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { formatCount, formatNumber } from '../../../ui/number-text.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useBuilderData } from '../../builder-data.ts';
import { NewSegmentLink } from '../../new-segment-link.tsx';

interface SegmentChoiceProps {
  segmentIds: readonly string[];
  readOnly: boolean;
  onChange: (segmentIds: readonly string[]) => void;
}

/** Saved segments, of which a user need be in one only; each with its badge and its live audience. */
export function SegmentChoice({ segmentIds, readOnly, onChange }: SegmentChoiceProps) {
  const { id: projectId } = useProject();
  const data = useBuilderData();
  const audiences = useLiveAudiences(projectId, segmentIds);
  if (!data) return <Skeleton lines={2} height={36} label="Loading the segments" />;
  const { segments } = data.catalog;
  if (segments.length === 0 && segmentIds.length === 0) {
    return (
      <EmptyState icon={<Layers size={20} />} title="No segments yet" action={<NewSegmentLink />}>
        Save one to use it here and wherever an audience is asked for, or choose by conditions.
      </EmptyState>
    );
  }
  const byId = new Map(segments.map((segment) => [segment.id, segment]));
  const label = segmentIds.length === 0 ? 'Choose segments' : 'Change segments';
  const without = (id: string) => segmentIds.filter((chosen) => chosen !== id);
  return (
    <div className="who-segments">
      {segmentIds.length > 1 && (
        <p className="quiet">
          In <b className="word-or">any</b> of these {segmentIds.length} segments
        </p>
      )}
      {segmentIds.length > 0 && (
        <ul className="who-segment-list" aria-label="Chosen segments">
          {segmentIds.map((id) => (
            <ChosenSegment
              key={id}
              id={id}
              segment={byId.get(id)}
              audience={audiences[id]}
              onRemove={readOnly ? undefined : () => onChange(without(id))}
            />
          ))}
        </ul>
      )}
      {!readOnly && (
        <DropDown
          label={label}
          className="button button-plain"
          popupClassName="popup-pick"
          content={() => (
            <SegmentPicker
              segments={segments}
              chosen={segmentIds}
              onPick={(id) => onChange(segmentIds.includes(id) ? without(id) : [...segmentIds, id])}
            />
          )}
        >
          <Plus size={15} aria-hidden="true" />
          {label}
        </DropDown>
      )}
    </div>
  );
}

interface ChosenSegmentProps {
  id: string;
  segment: CatalogSegment | undefined;
  audience: number | null | undefined;
  onRemove: (() => void) | undefined;
}

function ChosenSegment({ id, segment, audience, onRemove }: ChosenSegmentProps) {
  const { id: projectId } = useProject();
  const name = segment?.name ?? `Deleted segment ${id}`;
  return (
    <li className={`who-segment ${segment ? '' : 'who-segment-gone'}`}>
      {segment?.badge && <Badge {...segment.badge} />}
      {segment ? (
        <Link
          to="/p/$projectId/segments/$segmentId"
          params={{ projectId, segmentId: id }}
          target="_blank"
          className="row-link wrap-anywhere"
          dir="auto"
        >
          {name}
        </Link>
      ) : (
        <span className="wrap-anywhere">
          <TriangleAlert size={14} aria-hidden="true" /> {name}
        </span>
      )}
      <span className="who-segment-size quiet">
        {typeof audience === 'number' && segment && formatCount(audience, 'user')}
      </span>
      {onRemove && (
        <IconButton label={`Take out ${name}`} onClick={onRemove}>
          <X size={14} />
        </IconButton>
      )}
    </li>
  );
}

interface SegmentPickerProps {
  segments: readonly CatalogSegment[];
  chosen: readonly string[];
  onPick: (id: string) => void;
}

function SegmentPicker({ segments, chosen, onPick }: SegmentPickerProps) {
  const { id: projectId } = useProject();
  const [text, setText] = useState('');
  const audiences = useLiveAudiences(
    projectId,
    segments.map(({ id }) => id),
  );
  const wanted = text.trim().toLowerCase();
  return (
    <PickList
      label="Segments"
      isMultiple
      items={segments
        .filter(({ name }) => name.toLowerCase().includes(wanted))
        .map(({ id, name, badge }) => {
          const audience = audiences[id];
          return {
            id,
            label: name,
            icon: badge && <Badge {...badge} />,
            note: typeof audience === 'number' ? formatNumber(audience) : undefined,
          };
        })}
      chosen={new Set(chosen)}
      onPick={onPick}
      search={{ text, onChange: setText, placeholder: 'Search segments…' }}
      empty="No segment is called so."
    />
  );
}
