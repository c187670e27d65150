import type { ReactNode } from 'react';
import { Logo } from '../../ui/logo.tsx';
import './account.css';

/** The page around a form for somebody who is not in a project yet. */
export function AccountFrame({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
}) {
  return (
    <main className="account-frame">
      <div className="account-card">
        <Logo size={32} />
        <h1>{title}</h1>
        {lead && <p className="account-lead wrap-anywhere">{lead}</p>}
        {children}
      </div>
    </main>
  );
}
