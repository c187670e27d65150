import { useEffect } from 'react';

/** Ctrl/⌘+Enter applies, Ctrl/⌘+S saves, wherever the focus is. */
export function useSegmentKeys({
  onApply,
  onSave,
}: {
  onApply: () => void;
  onSave: () => void;
}): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey)) return;
      if (event.key === 'Enter') onApply();
      else if (event.key.toLowerCase() === 's') onSave();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  });
}
