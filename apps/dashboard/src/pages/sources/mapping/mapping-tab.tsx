import type { SourceBody, SourceMapping, SourcePresetBody } from '@muster/protocol';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId, useMemo, useState } from 'react';
import { useProject } from '../../../api/current-project.ts';
import { sourcePresetsQuery } from '../../../api/sources-api.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Field } from '../../../ui/input.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { toasts } from '../../../ui/toast-store.ts';
import { isSame } from '../../is-same.ts';
import { listReasons } from '../list-reasons.ts';
import { useChangeSource } from '../use-change-source.ts';
import { listPaths } from './list-paths.ts';
import { toDraft, toMapping } from './mapping-draft.ts';
import { MappingEditor } from './mapping-editor.tsx';
import { MappingPreview } from './mapping-preview.tsx';
import { useSettled } from './use-settled.ts';

/** How payloads are read, tried on one as it is edited. */
export function MappingTab({ source }: { source: SourceBody }) {
  // Saved by somebody else, it begins anew: what is edited is based on one version.
  return source.mapping ? <Editor source={source} saved={source.mapping} /> : null;
}

function Editor({ source, saved }: { source: SourceBody; saved: SourceMapping }) {
  const { id: projectId, mayAdminister } = useProject();
  const { data: presets = [] } = useQuery(sourcePresetsQuery(projectId));
  const preset = presets.find(({ logo }) => logo === source.logo);
  const [draft, setDraft] = useState(() => toDraft(saved));
  const [createsUsers, setCreatesUsers] = useState(source.createsUsers);
  const [typed, setTyped] = useState<string>();
  const paths = useId();
  const sample = typed ?? preset?.sample ?? '';
  const mapping = useMemo(() => toMapping(draft), [draft]);
  const tried = useSettled(mapping, 250);
  const payload = useSettled(sample, 250);
  const offered = useDeferredValue(sample);
  const known = useMemo(() => listPaths(offered), [offered]);
  const change = useChangeSource(source, {
    showsProblem: true,
    onSaved: () => toasts.show({ text: `Saved how “${source.name}” is read.` }),
  });
  const isDirty = !isSame(mapping, saved) || createsUsers !== source.createsUsers;
  const start = (from: SourcePresetBody) => {
    setDraft(toDraft(from.mapping));
    setTyped(from.sample);
  };
  return (
    <div className="mapping">
      <section className="card" aria-labelledby="mapping-head">
        <div className="card-head">
          <h2 id="mapping-head">What is where</h2>
          {mayAdminister && presets.length > 0 && (
            <Menu align="end" trigger={<Button look="quiet">Begin with…</Button>}>
              {presets.map((one) => (
                <MenuItem key={one.id} onClick={() => start(one)}>
                  {one.name}
                </MenuItem>
              ))}
            </Menu>
          )}
        </div>
        <datalist id={paths}>
          {known.map((path) => (
            <option key={path} value={path} />
          ))}
        </datalist>
        <MappingEditor
          draft={draft}
          onChange={(part) => setDraft((before) => ({ ...before, ...part }))}
          paths={paths}
          readOnly={!mayAdminister}
        />
        <div className="mapping-creates">
          <Checkbox
            label="Make users of who is not known yet"
            checked={createsUsers}
            disabled={!mayAdminister}
            onChange={(event) => setCreatesUsers(event.target.checked)}
          />
          <span aria-hidden="true">Make users of who is not known yet</span>
        </div>
        {change.error && (
          <ul className="mapping-problems" role="alert">
            {listReasons(change.error).map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        )}
        {mayAdminister && (
          <div className="source-buttons">
            <Button
              look="primary"
              disabled={!isDirty}
              busy={change.isPending}
              onClick={() => change.mutate({ mapping, createsUsers })}
            >
              Save mapping
            </Button>
            <span className="quiet" aria-live="polite">
              {isDirty ? 'Not saved' : ''}
            </span>
          </div>
        )}
      </section>
      <section className="card" aria-labelledby="sample-head">
        <h2 id="sample-head">Try it</h2>
        <Field label="A payload of the sender">
          {(control) => (
            <textarea
              {...control}
              className="input code mapping-sample"
              rows={12}
              spellCheck={false}
              maxLength={500_000}
              value={sample}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        <h3>It would write</h3>
        <MappingPreview
          wish={{ kind: 'webhook', name: source.name, createsUsers, mapping: tried, payload }}
        />
      </section>
    </div>
  );
}
