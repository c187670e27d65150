import type { TargetBody } from '@muster/protocol';
import { Code, DoorOpen, Link2, MousePointerClick, PanelTopOpen } from 'lucide-react';
import { useState } from 'react';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Field, Input } from '../../../ui/input.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { WholeNumber } from '../../../ui/whole-number.tsx';
import { isAsked } from '../experience-status.ts';
import { EventChoice } from './event-choice.tsx';
import type { TargetPartProps } from './target-part.ts';

type ShowOn = TargetBody['showOn'];

interface ShowOnCardProps extends TargetPartProps<ShowOn> {
  experienceId: string;
}

const starts: { readonly [Type in ShowOn['type']]: Extract<ShowOn, { type: Type }> } = {
  open: { type: 'open', delaySeconds: 0 },
  event: { type: 'event', source: 'app', name: '' },
  leave: { type: 'leave' },
  manual: { type: 'manual' },
  url: { type: 'url' },
};

/** *Show on*: at which moment. */
export function ShowOnCard({ value, onChange, readOnly, errorAt, experienceId }: ShowOnCardProps) {
  // What was entered for a moment stays while another one is looked at.
  const [left, setLeft] = useState<Partial<Record<ShowOn['type'], ShowOn>>>({});
  const choose = (type: ShowOn['type']) => {
    setLeft({ ...left, [value.type]: value });
    onChange(left[type] ?? starts[type]);
  };
  return (
    <section className="card target-card" aria-labelledby="target-show-on">
      <h2 id="target-show-on">Show on</h2>
      <RadioGroup
        label="Show on"
        value={value.type}
        disabled={readOnly}
        onChange={choose}
        options={[
          {
            value: 'open',
            label: 'Page opening',
            note: 'A page opens, or the address changes.',
            icon: <PanelTopOpen size={16} aria-hidden="true" />,
          },
          {
            value: 'event',
            label: 'Event',
            note: 'The person does something that you track.',
            icon: <MousePointerClick size={16} aria-hidden="true" />,
          },
          {
            value: 'leave',
            label: 'Leaving the page',
            note: 'The pointer goes for the tabs or the address.',
            icon: <DoorOpen size={16} aria-hidden="true" />,
          },
          {
            value: 'manual',
            label: 'Manual',
            note: 'Your own code asks for it.',
            icon: <Code size={16} aria-hidden="true" />,
          },
          {
            value: 'url',
            label: 'URL',
            note: 'A link to your site names it.',
            icon: <Link2 size={16} aria-hidden="true" />,
          },
        ]}
      />
      {value.type === 'open' && (
        <div className="target-line">
          <span>After</span>
          <WholeNumber
            label="Delay in seconds"
            value={value.delaySeconds}
            min={0}
            max={3600}
            disabled={readOnly}
            onChange={(delaySeconds) => onChange({ ...value, delaySeconds })}
            error={errorAt('delaySeconds')}
          />
          <span>{value.delaySeconds === 1 ? 'second' : 'seconds'} on the page</span>
        </div>
      )}
      {value.type === 'event' && (
        <EventChoice
          value={value}
          onChange={onChange}
          readOnly={readOnly}
          error={errorAt('name')}
        />
      )}
      {value.type === 'manual' && (
        <CopyLine
          what="the command"
          text={`jimo.push(['do', 'boosted:trigger', [{ evolutionId: ${JSON.stringify(experienceId)} }]]);`}
        />
      )}
      {value.type === 'url' && <LinkToPage experienceId={experienceId} />}
      {isAsked(value) && (
        <p className="target-hint">
          Whoever asks for it sees it: Where, Who and When below are ignored. It must be live.
        </p>
      )}
    </section>
  );
}

function LinkToPage({ experienceId }: { experienceId: string }) {
  const [page, setPage] = useState('https://example.com/');
  return (
    <>
      <Field label="Page that the link leads to" hint="Any page with the snippet on it.">
        {(control) => (
          <Input
            {...control}
            type="url"
            value={page}
            onChange={(event) => setPage(event.target.value)}
          />
        )}
      </Field>
      <CopyLine what="the address" text={addParameter(page, experienceId)} />
    </>
  );
}

/** The address with `muster=<id>` in its query, before the fragment. */
function addParameter(page: string, experienceId: string): string {
  const [address = '', ...fragment] = page.trim().split('#');
  const joint = address.includes('?') ? '&' : '?';
  const rest = fragment.length > 0 ? `#${fragment.join('#')}` : '';
  return `${address}${joint}muster=${encodeURIComponent(experienceId)}${rest}`;
}

function CopyLine({ text, what }: { text: string; what: string }) {
  return (
    <div className="copy-line">
      <code className="wrap-anywhere">{text}</code>
      <CopyButton text={text} what={what} />
    </div>
  );
}
