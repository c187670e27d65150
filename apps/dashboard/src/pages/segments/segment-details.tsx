import type { SegmentBody } from '@muster/protocol';
import { useNavigate } from '@tanstack/react-router';
import { Tabs } from '../../ui/tabs.tsx';
import { MatchingUsers } from './matching-users.tsx';
import type { SegmentEditor } from './segment-editor.ts';
import { SegmentHistory } from './segment-history.tsx';
import type { SegmentTab } from './segment-search.ts';

interface SegmentDetailsProps {
  segment: SegmentBody | undefined;
  editor: SegmentEditor;
  tab: string;
}

/** Under the conditions: who matches as applied, and what became of the segment over time. */
export function SegmentDetails({ segment, editor, tab }: SegmentDetailsProps) {
  const navigate = useNavigate();
  const tabs = [
    {
      id: 'users',
      label: 'Matching users',
      panel: <MatchingUsers conditions={editor.applied} />,
    },
    ...(segment
      ? [{ id: 'history', label: 'History', panel: <SegmentHistory segment={segment} /> }]
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
