import { Suspense, useState } from 'react';
import type { DialogProps } from './dialog-box.tsx';
import { lazyPart } from './load-part.ts';

const DialogBox = lazyPart(async () => (await import('./dialog-box.tsx')).DialogBox);

/**
 * A modal dialog. Escape and a click beside it close it; focus goes back to where it was. Its code is
 * loaded when the first one opens: no page needs it to be shown.
 */
export function Dialog(props: DialogProps) {
  const [wasOpened, setWasOpened] = useState(props.open);
  if (props.open && !wasOpened) setWasOpened(true);
  if (!wasOpened) return null;
  return (
    <Suspense>
      <DialogBox {...props} />
    </Suspense>
  );
}
