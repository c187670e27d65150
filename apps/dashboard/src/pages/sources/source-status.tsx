import type { SourceBody } from '@muster/protocol';
import { Note } from '../../ui/badge.tsx';

const words = {
  waiting: { tone: 'neutral', text: 'Waiting for the first' },
  receiving: { tone: 'good', text: 'Receiving' },
  failing: { tone: 'bad', text: 'Failing' },
  paused: { tone: 'warning', text: 'Paused' },
} as const;

/** How a source is doing, in a word. */
export function SourceStatus({ status }: Pick<SourceBody, 'status'>) {
  const { tone, text } = words[status];
  return <Note tone={tone}>{text}</Note>;
}
