import { useEffect, useRef } from 'react';
import { useDataChange } from '../../../api/live.ts';

/**
 * Asks again whenever data of the project have changed. A question that is under way is left to end: under
 * steady changes one that takes longer than a second would otherwise never be answered.
 */
export function useLiveRefetch(refetch: (options: { cancelRefetch: boolean }) => unknown): void {
  const changedAt = useDataChange();
  const asked = useRef(changedAt);
  useEffect(() => {
    if (asked.current === changedAt) return;
    asked.current = changedAt;
    void refetch({ cancelRefetch: false });
  }, [changedAt, refetch]);
}
