import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

const icons = { info: Info, warning: TriangleAlert, bad: CircleAlert } as const;

interface CalloutProps {
  tone: keyof typeof icons;
  /** A word or two before the rest. */
  title?: string;
  children: ReactNode;
}

/** Something to know before going on. What is bad is announced. */
export function Callout({ tone, title, children }: CalloutProps) {
  const Icon = icons[tone];
  return (
    <div className={`callout callout-${tone}`} role={tone === 'bad' ? 'alert' : undefined}>
      <Icon size={15} aria-hidden="true" />
      <div className="callout-text">
        {title && <p className="callout-title">{title}</p>}
        {children}
      </div>
    </div>
  );
}
