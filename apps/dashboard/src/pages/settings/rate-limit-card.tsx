import type { RateLimit } from '@muster/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { changeProject, projectQuery } from '../../api/project-api.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { formatCount } from '../../ui/number-text.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { WholeNumber } from '../../ui/whole-number.tsx';

const usual: RateLimit = { count: 1, hours: 4 };

/** How many experiences that come by themselves one person may see in so many hours. */
export function RateLimitCard({ saved }: { saved: RateLimit | null }) {
  const { id, mayAdminister } = useProject();
  const client = useQueryClient();
  const [isLimited, setLimited] = useState(saved !== null);
  const [limit, setLimit] = useState(saved ?? usual);
  const wanted = isLimited ? limit : null;
  const save = useMutation({
    mutationFn: () => changeProject(id, { rateLimit: wanted }),
    onSuccess: (project) => {
      client.setQueryData(projectQuery(id).queryKey, project);
      toasts.show({ text: describeLimit(project.rateLimit) });
    },
  });
  const label = 'Limit how often a person is shown something';
  const numbers = { disabled: !mayAdminister, max: 100, min: 1 };
  return (
    <form
      className="card settings-card"
      aria-labelledby="rate-limit"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <h2 id="rate-limit">Rate limit</h2>
      <p className="settings-note">
        Tours, surveys, banners and hints come by themselves, and count. Checklists, posts and
        resource centers wait to be opened, and do not. An experience can leave the limit aside on
        its Target & Publish tab.
      </p>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the checkbox is in it */}
      <label className="switch-row">
        <Checkbox
          label={label}
          checked={isLimited}
          disabled={!mayAdminister}
          onChange={(event) => setLimited(event.target.checked)}
        />
        {label}
      </label>
      {isLimited && (
        <div className="settings-line">
          <span>At most</span>
          <WholeNumber
            {...numbers}
            label="Experiences"
            value={limit.count}
            onChange={(count) => setLimit({ ...limit, count })}
          />
          <span>in</span>
          <WholeNumber
            {...numbers}
            label="Hours"
            max={8760}
            value={limit.hours}
            onChange={(hours) => setLimit({ ...limit, hours })}
          />
          <span>{limit.hours === 1 ? 'hour' : 'hours'}</span>
        </div>
      )}
      {mayAdminister && (
        <div className="settings-foot">
          <Button
            type="submit"
            look="primary"
            disabled={JSON.stringify(wanted) === JSON.stringify(saved)}
            busy={save.isPending}
          >
            Save the limit
          </Button>
        </div>
      )}
    </form>
  );
}

function describeLimit(limit: RateLimit | null): string {
  if (limit === null) return 'Saved: people are shown any number of experiences.';
  const hours = formatCount(limit.hours, 'hour');
  return `Saved: at most ${formatCount(limit.count, 'experience')} in ${hours}.`;
}
