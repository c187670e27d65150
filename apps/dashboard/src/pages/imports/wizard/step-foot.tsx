import type { ReactNode } from 'react';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { useDraftForm } from './draft-form.ts';
import type { Step } from './steps.ts';

interface StepFootProps {
  /** The step before. */
  back?: Step;
  /** What the main button does, in words. */
  next: string;
  onNext: () => Promise<void> | void;
  /** True while what `onNext` began goes on. */
  isBusy?: boolean;
  /** Why one cannot go on yet. */
  blocked?: string | undefined;
  /** Under cards, which are not as wide as tables. */
  isNarrow?: boolean;
  /** Something beside the buttons. */
  children?: ReactNode;
}

/** Back and on. What keeps one here is written beside the button, not only hinted at. */
export function StepFoot({
  back,
  next,
  onNext,
  isBusy = false,
  blocked,
  isNarrow = false,
  children,
}: StepFootProps) {
  const { goTo } = useDraftForm();
  const [isSaving, setSaving] = useState(false);
  const go = async () => {
    setSaving(true);
    try {
      await onNext();
    } finally {
      setSaving(false);
    }
  };
  return (
    <div className={`import-foot ${isNarrow ? 'import-foot-narrow' : ''}`}>
      {back && <Button onClick={() => void goTo(back)}>Back</Button>}
      {children}
      <span className="import-foot-note" aria-live="polite">
        {blocked}
      </span>
      <Button
        look="primary"
        disabled={blocked !== undefined}
        busy={isSaving || isBusy}
        onClick={() => void go()}
      >
        {next}
      </Button>
    </div>
  );
}
