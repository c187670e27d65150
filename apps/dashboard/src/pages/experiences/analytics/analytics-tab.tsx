import { ChartColumn } from 'lucide-react';
import { EmptyState } from '../../../ui/empty-state.tsx';

/** What became of the experience. */
export function AnalyticsTab() {
  return (
    <EmptyState icon={<ChartColumn size={20} />} title="Nothing measured yet">
      Who has seen, completed, dismissed and answered it stands here once somebody has.
    </EmptyState>
  );
}
