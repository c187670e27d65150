import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { useProject } from '../../api/current-project.ts';
import { Button } from '../../ui/button.tsx';
import { InlineText } from '../../ui/inline-text.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Tile } from '../../ui/tile.tsx';
import '../../ui/tabs.css';
import '../editor-head.css';
import { isDirty, whyNotSaved } from './experience-editor.ts';
import { useExperienceForm } from './experience-form.ts';
import { ExperienceMenu } from './experience-menu.tsx';
import { typeLooks } from './experience-types.ts';
import { StatusNote } from './status-note.tsx';
import type { SaveExperience } from './use-save-experience.ts';

/** Name, status and what can be done with all of it, and the tabs. */
export function ExperienceHeader({ save }: { save: SaveExperience }) {
  const { experience, editor, dispatch, readOnly } = useExperienceForm();
  const { id: projectId } = useProject();
  const { label, Icon, hue } = typeLooks[experience.type];
  return (
    <div className="editor-head experience-head">
      <div className="editor-head-inner">
        <nav className="breadcrumb" aria-label="Breadcrumb">
          <Link to="/p/$projectId/experiences" params={{ projectId }}>
            Experiences
          </Link>
          <ChevronRight size={12} aria-hidden="true" />
          <span aria-current="page" className="truncate">
            {experience.name}
          </span>
        </nav>
        <div className="editor-title-row">
          <Tile hue={hue} size={44}>
            <Icon />
          </Tile>
          <div className="editor-title">
            <h1 className="visually-hidden">{editor.draft.name || 'Experience'}</h1>
            <div className="editor-name-row">
              <InlineText
                label="Name"
                placeholder="Name this experience"
                value={editor.draft.name}
                maxLength={200}
                readOnly={readOnly}
                className="editor-name"
                onChange={(name) => dispatch({ type: 'rename', name })}
              />
            </div>
            <p className="experience-facts">
              <span>{label}</span>
              <StatusNote experience={experience} />
              <span className="quiet">
                Saved <RelativeTime at={experience.updatedAt} /> by {experience.updatedBy}
              </span>
            </p>
          </div>
          {!readOnly && <Tools save={save} />}
        </div>
      </div>
      <ExperienceTabs />
    </div>
  );
}

function Tools({ save }: { save: SaveExperience }) {
  const { experience, editor } = useExperienceForm();
  const dirty = isDirty(editor);
  const isLive = experience.status === 'live';
  const reason = whyNotSaved(editor);
  return (
    <div className="editor-tools">
      <span className="save-state quiet" aria-live="polite">
        {dirty ? 'Not saved' : ''}
      </span>
      <ExperienceMenu isDirty={dirty} />
      <Button
        look={isLive ? 'primary' : 'plain'}
        disabled={!dirty || reason !== undefined}
        title={dirty ? reason : 'Nothing has changed.'}
        busy={save.isRunning}
        onClick={() => save.run()}
      >
        Save
      </Button>
      {isLive ? (
        <Button onClick={save.pause}>Pause</Button>
      ) : (
        <Button
          look="primary"
          disabled={reason !== undefined}
          title={reason}
          onClick={() => save.run('live')}
        >
          {dirty ? 'Save and publish' : 'Publish'}
        </Button>
      )}
    </div>
  );
}

function ExperienceTabs() {
  const { experience } = useExperienceForm();
  const { id: projectId } = useProject();
  const tab = { params: { projectId, experienceId: experience.id }, className: 'tab' };
  const base = '/p/$projectId/experiences/$experienceId';
  return (
    <nav className="tab-list experience-tabs" aria-label="Parts of the experience">
      <Link to={base} activeOptions={{ exact: true }} {...tab}>
        Content
      </Link>
      <Link to={`${base}/target`} {...tab}>
        Target & Publish
      </Link>
      <Link to={`${base}/analytics`} {...tab}>
        Analytics
      </Link>
      <Link to={`${base}/history`} {...tab}>
        History
      </Link>
    </nav>
  );
}
