import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useProject } from '../../api/current-project.ts';
import '../editor-head.css';

interface ImportHeadProps {
  name: string;
  /** A line of short parts under the name. */
  facts?: ReactNode;
  /** What can be done with all of it. */
  tools?: ReactNode;
}

/** The head of an import: the way back to all of them, its name, and what is known of the file. */
export function ImportHead({ name, facts, tools }: ImportHeadProps) {
  const { id: projectId } = useProject();
  return (
    <div className="editor-head">
      <div className="editor-head-inner">
        <nav className="breadcrumb" aria-label="Breadcrumb">
          <Link to="/p/$projectId/imports" params={{ projectId }} activeOptions={{ exact: true }}>
            Imports
          </Link>
          <ChevronRight size={12} aria-hidden="true" />
          <span aria-current="page" className="truncate">
            {name}
          </span>
        </nav>
        <div className="editor-title-row">
          <div className="editor-title">
            <h1 className="wrap-anywhere" dir="auto">
              {name}
            </h1>
            {facts && <p className="import-facts">{facts}</p>}
          </div>
          {tools && <div className="editor-tools">{tools}</div>}
        </div>
      </div>
    </div>
  );
}
