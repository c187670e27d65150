import { useBlocker } from '@tanstack/react-router';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

interface LeaveGuardProps {
  /** The path of the page; what is below it belongs to it. */
  within: string;
  /** Whether something would be lost now. */
  isDirty: () => boolean;
  /** What is asked, where it is not about changes that are not saved. */
  words?: { title: string; description: string; leave: string };
}

const unsaved = {
  title: 'Leave without saving?',
  description: 'What you changed here is not saved, and will be lost.',
  leave: 'Leave without saving',
};

/** Asks before what was changed on a page, and not saved, is lost by leaving it. */
export function LeaveGuard({ within, isDirty, words = unsaved }: LeaveGuardProps) {
  const blocker = useBlocker({
    shouldBlockFn: ({ next }) =>
      next.pathname !== within && !next.pathname.startsWith(`${within}/`) && isDirty(),
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Dialog
      open
      onClose={blocker.reset}
      title={words.title}
      description={words.description}
      actions={
        <>
          <Button onClick={blocker.proceed}>{words.leave}</Button>
          <Button look="primary" onClick={blocker.reset}>
            Stay
          </Button>
        </>
      }
    />
  );
}
