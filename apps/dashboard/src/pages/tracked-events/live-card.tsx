import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field, Input } from '../../ui/input.tsx';
import type { LivePage, PageState } from './use-live-page.ts';

const words: Readonly<Record<PageState, string>> = {
  closed: '',
  blocked: 'The browser has blocked the window: allow windows of this page, and try again.',
  opening: 'The page is being opened …',
  silent:
    'The page has not answered. It has to load the SDK of this project, and to let the window that opened it be spoken to.',
  open: 'The page is open. Do there what counts.',
};

/** Opens a page on which elements are picked and the conditions tried, and says when it happens there. */
export function LiveCard({ live }: { live: LivePage }) {
  const [address, setAddress] = useState(readAddress);
  const { state, happened } = live;
  const open = () => {
    keepAddress(address);
    live.open(address);
  };
  return (
    <section className="card tracked-card" aria-labelledby="tracked-live">
      <h2 id="tracked-live">Try it on a page</h2>
      <form
        className="tracked-form"
        onSubmit={(event) => {
          event.preventDefault();
          open();
        }}
      >
        <Field label="Address of the page" error={live.error}>
          {(control) => (
            <Input
              {...control}
              type="url"
              required
              placeholder="https://app.example.com/reports"
              spellCheck={false}
              value={address}
              onChange={(event) => setAddress(event.target.value)}
            />
          )}
        </Field>
        <div>
          <Button type="submit" icon={<ExternalLink size={15} aria-hidden="true" />}>
            Open the page
          </Button>
        </div>
      </form>
      <p className="quiet" aria-live="polite">
        {happened > 0 ? `It has happened on the page: ${happened}×.` : words[state]}
      </p>
    </section>
  );
}

const key = 'muster.tracked-page';

/** Storage may be closed: then it is typed again. */
function readAddress(): string {
  try {
    return localStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

function keepAddress(address: string): void {
  try {
    localStorage.setItem(key, address);
  } catch {
    // As above.
  }
}
