import type { SegmentBody } from '@muster/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ChevronRight, Copy, Trash2 } from 'lucide-react';
import { type Dispatch, useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { duplicateSegment, segmentsQuery } from '../../api/segments-api.ts';
import { HistoryButtons } from '../../builder/history-buttons.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { InlineText } from '../../ui/inline-text.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { BadgeEditor } from './badge-editor.tsx';
import { DeleteSegmentDialog } from './delete-segment-dialog.tsx';
import type { SaveSegment } from './save-segment.ts';
import { SegmentBadge } from './segment-badge.tsx';
import '../editor-head.css';
import { isDirty, type SegmentAction, type SegmentEditor, whyNotSaved } from './segment-editor.ts';

interface SegmentHeaderProps {
  segment: SegmentBody | undefined;
  editor: SegmentEditor;
  dispatch: Dispatch<SegmentAction>;
  save: SaveSegment;
}

/** Badge, name and description, each edited in place, and what can be done with all of it. */
export function SegmentHeader({ segment, editor, dispatch, save }: SegmentHeaderProps) {
  const { id: projectId, mayEdit } = useProject();
  const [isDeleting, setDeleting] = useState(false);
  const navigate = useNavigate();
  return (
    <div className="editor-head">
      <div className="editor-head-inner">
        <nav className="breadcrumb" aria-label="Breadcrumb">
          <Link to="/p/$projectId/segments" params={{ projectId }}>
            Segments
          </Link>
          <ChevronRight size={12} aria-hidden="true" />
          <span aria-current="page" className="truncate">
            {segment?.name ?? 'New segment'}
          </span>
        </nav>
        <div className="editor-title-row">
          <BadgeEditor
            badge={editor.badge}
            readOnly={!mayEdit}
            onChange={(badge) => dispatch({ type: 'rebadge', badge })}
          />
          <div className="editor-title">
            <h1 className="visually-hidden">{editor.name || 'New segment'}</h1>
            <div className="editor-name-row">
              <InlineText
                label="Name"
                placeholder="Name this segment"
                value={editor.name}
                maxLength={200}
                readOnly={!mayEdit}
                isFocused={segment === undefined}
                className="editor-name"
                onChange={(name) => dispatch({ type: 'rename', name })}
              />
              {editor.badge?.label && (
                <SegmentBadge badge={{ label: editor.badge.label, color: editor.badge.color }} />
              )}
            </div>
            <InlineText
              label="Description"
              placeholder="Describe who is meant, for your colleagues"
              value={editor.description}
              maxLength={2000}
              readOnly={!mayEdit}
              className="segment-about"
              onChange={(description) => dispatch({ type: 'redescribe', description })}
            />
          </div>
          {mayEdit && (
            <div className="editor-tools">
              <HistoryButtons
                state={editor.builder}
                dispatch={(action) => dispatch({ type: 'build', action })}
              />
              {segment && (
                <>
                  <IconButton
                    label="Delete this segment"
                    look="danger"
                    onClick={() => setDeleting(true)}
                  >
                    <Trash2 size={15} />
                  </IconButton>
                  <DuplicateButton id={segment.id} isDirty={isDirty(editor)} />
                </>
              )}
              <SaveButton save={save} reason={whyNotSaved(editor)} />
            </div>
          )}
        </div>
      </div>
      {isDeleting && segment && (
        <DeleteSegmentDialog
          segment={segment}
          audience={segment.audience}
          onClose={() => setDeleting(false)}
          onDeleted={() => {
            void navigate({
              to: '/p/$projectId/segments',
              params: { projectId },
              ignoreBlocker: true,
            });
          }}
        />
      )}
    </div>
  );
}

function SaveButton({ save, reason }: { save: SaveSegment; reason: string | undefined }) {
  return (
    <Button
      look="primary"
      disabled={reason !== undefined}
      busy={save.isRunning}
      title={reason}
      onClick={save.run}
    >
      Save
    </Button>
  );
}

function DuplicateButton({ id, isDirty: hasChanges }: { id: string; isDirty: boolean }) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const navigate = useNavigate();
  const duplicate = useMutation({
    mutationFn: () => duplicateSegment(projectId, id),
    onSuccess: async (copy) => {
      await client.invalidateQueries({ queryKey: segmentsQuery(projectId).queryKey });
      toasts.show({ text: `This is “${copy.name}”, an independent copy.` });
      await navigate({
        to: '/p/$projectId/segments/$segmentId',
        params: { projectId, segmentId: copy.id },
      });
    },
  });
  return (
    <Button
      icon={<Copy size={15} aria-hidden="true" />}
      disabled={hasChanges}
      title={hasChanges ? 'Save first: the copy is of what is saved.' : undefined}
      busy={duplicate.isPending}
      onClick={() => duplicate.mutate()}
    >
      Duplicate
    </Button>
  );
}
