import type { CatalogSubject } from '@muster/protocol';
import { useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { InlineText } from '../../ui/inline-text.tsx';
import { useNote } from './use-note.ts';

interface DescriptionFieldProps {
  subject: CatalogSubject;
  /** As it is saved. */
  description: string;
}

/** What it means, edited where it stands and saved when it is left. */
export function DescriptionField({ subject, description }: DescriptionFieldProps) {
  const { mayEdit } = useProject();
  const note = useNote();
  const name = subject.type === 'event' ? subject.name : subject.key;
  const [draft, setDraft] = useState<string>();
  const save = () => {
    if (draft !== undefined && draft.trim() !== description) note.describe(subject, draft.trim());
    setDraft(undefined);
  };
  return (
    <InlineText
      label={`Description of ${name}`}
      placeholder={
        subject.type === 'property' ? 'Describe…' : 'Say what it means. Builders show it.'
      }
      value={draft ?? description}
      maxLength={500}
      readOnly={!mayEdit}
      className="description-field"
      onChange={setDraft}
      onLeave={save}
    />
  );
}
