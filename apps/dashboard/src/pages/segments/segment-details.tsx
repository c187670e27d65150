import type { SegmentBody } from '@muster/protocol';
import { useNavigate } from '@tanstack/react-router';
import { Tabs } from '../../ui/tabs.tsx';
import { MatchingUsers } from './matching-users.tsx';
import type { SegmentEditor } from './segment-editor.ts';
import { SegmentHistory } from './segment-history.tsx';
import { SegmentOverlap } from './segment-overlap.tsx';
import type { SegmentTab } from './segment-search.ts';
import { SegmentSizes } from './segment-sizes.tsx';

interface SegmentDetailsProps {
  segment: SegmentBody | undefined;
  editor: SegmentEditor;
  tab: string;
  /** An earlier version has been made the current one. */
  onRestored: (segment: SegmentBody) => void;
}

/** Under the conditions: who matches as applied, and what became of the segment over time. */
export function SegmentDetails({ segment, editor, tab, onRestored }: SegmentDetailsProps) {
  const navigate = useNavigate();
  const tabs = [
    {
      id: 'users',
      label: 'Matching users',
      panel: <MatchingUsers conditions={editor.applied} />,
    },
    ...(segment
      ? [
          {
            id: 'history',
            label: 'History',
            panel: <SegmentHistory segment={segment} onRestored={onRestored} />,
          },
          { id: 'sizes', label: 'Size over time', panel: <SegmentSizes id={segment.id} /> },
          {
            id: 'overlap',
            label: 'Overlap',
            panel: <SegmentOverlap id={segment.id} name={segment.name} />,
          },
        ]
      : []),
  ];
  return (
    <section className="card segment-details" aria-label="Details">
      <Tabs
        label="Details"
        tabs={tabs}
        value={tab}
        onChange={(next) =>
          void navigate({
            to: '.',
            search: (now) => ({ ...now, tab: next as SegmentTab }),
            replace: true,
            resetScroll: false,
          })
        }
      />
    </section>
  );
}
