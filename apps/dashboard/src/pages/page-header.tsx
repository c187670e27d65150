import type { ReactNode } from 'react';
import { useTitle } from '../ui/use-title.ts';
import './page.css';

interface PageHeaderProps {
  title: string;
  /** What one can do on the page; the last is the main thing. */
  actions?: ReactNode;
}

/** The head of a page: its name, which is also that of the tab, and its actions. */
export function PageHeader({ title, actions }: PageHeaderProps) {
  useTitle(title);
  return (
    <div className="page-header">
      <h1 className="wrap-anywhere">{title}</h1>
      {actions && <div className="page-actions">{actions}</div>}
    </div>
  );
}
