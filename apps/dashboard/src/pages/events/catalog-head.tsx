import type { CatalogSubject } from '@muster/protocol';
import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useProject } from '../../api/current-project.ts';
import { Note } from '../../ui/badge.tsx';
import { useTitle } from '../../ui/use-title.ts';
import '../editor-head.css';
import { DescriptionField } from './description-field.tsx';

interface CatalogHeadProps {
  subject: Exclude<CatalogSubject, { type: 'property' }>;
  /** What it is called: code, where the customer invented it. */
  label: string;
  isCode: boolean;
  /** What it is: the category of the builder. */
  category: string;
  tile: ReactNode;
  note: { hidden: boolean; description: string } | undefined;
  /** The buttons. */
  children?: ReactNode;
}

/** The head of the page of an event or an attribute. */
export function CatalogHead({
  subject,
  label,
  isCode,
  category,
  tile,
  note,
  children,
}: CatalogHeadProps) {
  const { id: projectId } = useProject();
  useTitle(label);
  const isEvent = subject.type === 'event';
  return (
    <div className="editor-head">
      <div className="editor-head-inner">
        <nav className="breadcrumb" aria-label="Breadcrumb">
          <Link
            to={isEvent ? '/p/$projectId/events' : '/p/$projectId/events/attributes'}
            params={{ projectId }}
          >
            {isEvent ? 'Events' : 'Attributes'}
          </Link>
          <ChevronRight size={12} aria-hidden="true" />
          <span aria-current="page" className="truncate">
            {label}
          </span>
        </nav>
        <div className="editor-title-row">
          {tile}
          <div className="editor-title">
            <h1 className={`catalog-title wrap-anywhere ${isCode ? 'code' : ''}`}>{label}</h1>
            <p className="catalog-facts">
              <span>{category}</span>
              {note?.hidden && <Note>Hidden from builders</Note>}
            </p>
            {note && <DescriptionField subject={subject} description={note.description} />}
          </div>
          <div className="editor-tools catalog-tools">{children}</div>
        </div>
      </div>
    </div>
  );
}
