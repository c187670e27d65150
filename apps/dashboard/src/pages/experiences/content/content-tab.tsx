import { useState } from 'react';
import { useExperienceForm } from '../experience-form.ts';
import { PreviewCard } from '../preview/preview-card.tsx';
import { StepsCard } from './steps-card.tsx';
import { ThemeCard } from './theme-card.tsx';
import './content-tab.css';

/** The steps of an experience and how they look. */
export function ContentTab() {
  const { editor } = useExperienceForm();
  const [open, setOpen] = useState(editor.draft.steps[0]?.id);
  return (
    <div className="content-tab">
      <div className="content-main">
        <StepsCard open={open} onOpen={setOpen} />
        <ThemeCard />
      </div>
      <PreviewCard open={open} />
    </div>
  );
}
