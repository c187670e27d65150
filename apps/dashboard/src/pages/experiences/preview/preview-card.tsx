import { Monitor, Moon, RotateCcw, Smartphone, Sun, Tablet } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { ApiProblem } from '../../../api/problem.ts';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { describePath } from '../save-failure.ts';
import { PersonChoice } from './person-choice.tsx';
import { PreviewFrame } from './preview-frame.tsx';
import { describeReport, type PreviewMessage } from './preview-message.ts';
import { toPreviewed } from './to-previewed.ts';
import { usePreview } from './use-preview.ts';
import './preview.css';

const devices = [
  { id: 'desktop', label: 'Desktop', Icon: Monitor, width: 1024, height: 720 },
  { id: 'tablet', label: 'Tablet', Icon: Tablet, width: 700, height: 700 },
  { id: 'mobile', label: 'Mobile', Icon: Smartphone, width: 360, height: 620 },
] as const;

/** The draft as a person would see it, by the very code that shows it in a page. */
export function PreviewCard({ open }: { open: string | undefined }) {
  const [deviceId, setDevice] = useState<(typeof devices)[number]['id']>('tablet');
  const [isDark, setDark] = useState(false);
  const [userId, setUserId] = useState<string>();
  const [run, setRun] = useState(0);
  const [said, setSaid] = useState<string>();
  const [isClosed, setClosed] = useState(false);
  const { data, error } = usePreview(open, userId);
  const shown = useMemo(() => data && toPreviewed(data, isDark), [data, isDark]);
  const device = devices.find(({ id }) => id === deviceId) ?? devices[0];
  const restart = () => {
    setClosed(false);
    setSaid(undefined);
    setRun((before) => before + 1);
  };
  const hear = useCallback((message: PreviewMessage) => {
    setClosed(message.action === 'end');
    const words = describeReport(message);
    if (words !== undefined) setSaid(words);
  }, []);
  return (
    <section className="preview-card" aria-label="Preview">
      <div className="preview-head">
        <h2>Preview</h2>
        <fieldset className="segmented">
          <legend className="visually-hidden">Device</legend>
          {devices.map(({ id, label, Icon }) => (
            <IconButton
              key={id}
              label={label}
              aria-pressed={id === deviceId}
              onClick={() => setDevice(id)}
            >
              <Icon size={15} />
            </IconButton>
          ))}
        </fieldset>
        <IconButton
          label={isDark ? 'Show it in the light' : 'Show it in the dark'}
          onClick={() => setDark(!isDark)}
        >
          {isDark ? <Sun size={15} /> : <Moon size={15} />}
        </IconButton>
        <IconButton label="From the beginning" onClick={restart}>
          <RotateCcw size={15} />
        </IconButton>
        <PersonChoice userId={userId} onChange={setUserId} />
      </div>
      <PreviewFrame
        shown={shown}
        isDark={isDark}
        width={device.width}
        height={device.height}
        // Where another step comes first, it is to be seen.
        run={`${run} ${shown?.steps[0]?.id}`}
        onMessage={hear}
      />
      <p className="preview-note" aria-live="polite">
        {error ? <span className="preview-waits">{describeProblem(error)}</span> : said}
        {isClosed && (
          <Button look="quiet" onClick={restart}>
            Show it again
          </Button>
        )}
      </p>
    </section>
  );
}

function describeProblem(error: Error): string {
  const [first] = error instanceof ApiProblem ? error.errors : [];
  const why = first ? `${describePath(first.path)}: ${first.message}` : error.message;
  return `Shows what it was before. ${why}`;
}
