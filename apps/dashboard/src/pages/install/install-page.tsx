import { Link } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import { useProject } from '../../api/current-project.ts';
import { useFirstEvent } from '../../api/live.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { PageHeader } from '../page-header.tsx';
import { buildCurl, buildSnippet } from './snippets.ts';
import './install.css';

/** How data gets here: the snippet for a page, a call for a server; and whether any has come. */
export function InstallPage() {
  const { id: projectId, mayAdminister } = useProject();
  const snippet = buildSnippet(location.origin, projectId);
  const curl = buildCurl(location.origin);
  return (
    <div className="page">
      <PageHeader title="Install" />
      <FirstEvent />
      <section className="card install-card">
        <h2>On your pages</h2>
        <p>
          Paste this into the <code>head</code> of every page. It loads without holding anything up.
        </p>
        <Code text={snippet} what="the snippet" />
        <p>
          Once you know who it is, say so: <code>jimo.push(['do', 'identify', ['user-id']])</code>
        </p>
      </section>
      <section className="card install-card">
        <h2>From your servers</h2>
        <p>
          Send users and events with a secret key
          {mayAdminister && (
            <>
              {' '}
              (
              <Link to="/p/$projectId/settings/keys" params={{ projectId }}>
                make one
              </Link>
              )
            </>
          )}
          . The answer comes when everything accepted is on disk.
        </p>
        <Code text={curl} what="the call" />
        <p>
          All calls are described in <a href="/docs">Docs &amp; API</a>.
        </p>
      </section>
    </div>
  );
}

function FirstEvent() {
  const { id: projectId } = useProject();
  const hasCome = useFirstEvent();
  return (
    <div className="first-event" role="status">
      {hasCome ? (
        <>
          <CircleCheck size={18} aria-hidden="true" className="verdict-in" />
          <span>Data is coming in.</span>
          <Link to="/p/$projectId/users" params={{ projectId }} className="button button-plain">
            See the users
          </Link>
        </>
      ) : (
        <>
          <span className="spinner" aria-hidden="true" />
          <span>Waiting for the first event. This page notices by itself.</span>
        </>
      )}
    </div>
  );
}

function Code({ text, what }: { text: string; what: string }) {
  return (
    <div className="install-code">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className="code" tabIndex={0}>
        {text}
      </pre>
      <CopyButton text={text} what={what} />
    </div>
  );
}
