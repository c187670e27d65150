/** What the frame of a preview says back; `preview.ts` of the SDK is its other end. */
export interface PreviewMessage {
  muster: 'previewed';
  action: 'ready' | 'seen' | 'answered' | 'completed' | 'dismissed' | 'start' | 'end' | 'failed';
  value?: unknown;
  message?: string;
}

/** True of what the frame of a preview says. */
export function isPreviewMessage(data: unknown): data is PreviewMessage {
  return (
    typeof data === 'object' && data !== null && 'muster' in data && data.muster === 'previewed'
  );
}

/** What would have been reported, in words; nothing of what is not reported. */
export function describeReport({ action, value, message }: PreviewMessage): string | undefined {
  switch (action) {
    case 'seen':
      return 'Would count as seen.';
    case 'answered':
      return `Would be answered: ${Array.isArray(value) ? value.join(', ') : String(value)}`;
    case 'completed':
      return 'Would count as completed.';
    case 'dismissed':
      return 'Would count as dismissed.';
    case 'start':
      return 'Would start the other experience.';
    case 'failed':
      return `It could not be shown: ${message ?? 'no reason given'}`;
    case 'ready':
    case 'end':
      return undefined;
  }
}
