import { CircleAlert } from 'lucide-react';
import { Button } from './button.tsx';
import './state.css';

interface ErrorStateProps {
  title: string;
  /** What happened, in a sentence. */
  detail: string;
  /** The id under which the server's log has it. */
  requestId?: string | undefined;
  onRetry?: (() => void) | undefined;
}

/** What stands where something could not be shown. */
export function ErrorState({ title, detail, requestId, onRetry }: ErrorStateProps) {
  return (
    <div className="state" role="alert">
      <span className="state-icon state-icon-bad" aria-hidden="true">
        <CircleAlert size={20} />
      </span>
      <p className="state-title">{title}</p>
      <p className="state-text wrap-anywhere">{detail}</p>
      {onRetry && <Button onClick={onRetry}>Try again</Button>}
      {requestId && <p className="state-note code">{requestId}</p>}
    </div>
  );
}
