import type { TargetBody } from '@muster/protocol';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { DropDown } from '../../../builder/drop-down.tsx';
import { type PickItem, PickList } from '../../../builder/pick-list.tsx';
import { formatNumber } from '../../../ui/number-text.tsx';
import { useBuilderData } from '../../builder-data.ts';
import { EventTile } from '../../users/event-tile.tsx';

type EventMoment = Extract<TargetBody['showOn'], { type: 'event' }>;

interface EventChoiceProps {
  value: EventMoment;
  onChange: (value: EventMoment) => void;
  readOnly: boolean;
  error: string | undefined;
}

const sourceNames = { app: 'Tracked on your pages', segment: 'From Segment.io' } as const;

/** The event that shows it: one that has been seen, or a name that is typed. */
export function EventChoice({ value, onChange, readOnly, error }: EventChoiceProps) {
  return (
    <div className="target-line">
      <span>When</span>
      <DropDown
        label={`Event: ${value.name || 'Choose…'}`}
        className="button button-plain select-trigger event-choice"
        popupClassName="popup-pick"
        disabled={readOnly}
        aria-invalid={error !== undefined || undefined}
        content={(close) => (
          <EventPicker
            value={value}
            onPick={(picked) => {
              close();
              onChange(picked);
            }}
          />
        )}
      >
        {value.name !== '' && <EventTile source={value.source} />}
        <span className={value.name === '' ? 'quiet' : 'code truncate'}>
          {value.name || 'Choose an event…'}
        </span>
        <ChevronDown size={14} aria-hidden="true" />
      </DropDown>
      <span>occurs on the page</span>
      {error !== undefined && (
        <span className="field-error" role="alert">
          {error}
        </span>
      )}
    </div>
  );
}

function EventPicker({
  value,
  onPick,
}: {
  value: EventMoment;
  onPick: (value: EventMoment) => void;
}) {
  const data = useBuilderData();
  const [text, setText] = useState('');
  const wanted = text.trim();
  const seen = (data?.catalog.events ?? []).flatMap(({ source, name, count, isHidden }) =>
    !isHidden && (source === 'app' || source === 'segment') ? [{ source, name, count }] : [],
  );
  const moments = new Map<string, EventMoment>();
  const items: PickItem[] = [];
  const offer = (moment: EventMoment, item: Omit<PickItem, 'id'>) => {
    const id = idOf(moment);
    if (moments.has(id)) return;
    moments.set(id, moment);
    items.push({ id, ...item });
  };
  for (const { source, name, count } of seen) {
    if (!name.toLowerCase().includes(wanted.toLowerCase())) continue;
    offer(
      { type: 'event', source, name },
      {
        label: name,
        isCode: true,
        note: `${formatNumber(count)}×`,
        icon: <EventTile source={source} />,
        section: sourceNames[source],
      },
    );
  }
  if (wanted !== '') {
    offer(
      { type: 'event', source: 'app', name: wanted },
      { label: `Use “${wanted}”`, note: 'not seen yet', isPinned: true },
    );
  }
  return (
    <PickList
      label="Events"
      items={items}
      chosen={new Set([idOf(value)])}
      onPick={(id) => {
        const picked = moments.get(id);
        if (picked) onPick(picked);
      }}
      search={{ text, onChange: setText, placeholder: 'Search, or type a name…' }}
      empty="No event yet: type its name."
    />
  );
}

function idOf({ source, name }: EventMoment): string {
  return `${source} ${name}`;
}
