import type { CatalogSubject } from '@muster/protocol';
import { Eye, EyeOff } from 'lucide-react';
import { IconButton } from '../../ui/icon-button.tsx';
import { useNote } from './use-note.ts';

interface HideButtonProps {
  subject: CatalogSubject;
  name: string;
  hidden: boolean;
}

/** Takes it out of the builder's menus, or puts it back. */
export function HideButton({ subject, name, hidden }: HideButtonProps) {
  const note = useNote();
  return (
    <IconButton
      label={hidden ? `Offer ${name} again` : `Hide ${name} from builders`}
      className="row-action"
      onClick={() => note.setHidden(subject, !hidden)}
    >
      {hidden ? <Eye size={15} /> : <EyeOff size={15} />}
    </IconButton>
  );
}
