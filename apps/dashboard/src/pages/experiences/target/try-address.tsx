import { CircleCheck, CircleMinus } from 'lucide-react';
import { useState } from 'react';
import { Field, Input } from '../../../ui/input.tsx';

/** Tells whether a page of this address is one of those that are meant. */
export function TryAddress({ matches }: { matches: (address: string) => boolean }) {
  const [text, setText] = useState('');
  const address = toAddress(text);
  const isShown = address !== undefined && matches(address);
  return (
    <div className="try-address">
      <Field
        label="Try an address"
        hint="A value that begins with / is compared from the path on; the query of a page counts only where a rule names one."
      >
        {(control) => (
          <Input
            {...control}
            className="code"
            placeholder="https://example.com/pricing?plan=pro"
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <p role="status" className={`try-verdict ${isShown ? 'verdict-in' : 'verdict-out'}`}>
        {text.trim() === '' ? null : address === undefined ? (
          'This is no address.'
        ) : isShown ? (
          <>
            <CircleCheck size={15} aria-hidden="true" /> Shown on this page
          </>
        ) : (
          <>
            <CircleMinus size={15} aria-hidden="true" /> Not shown on this page
          </>
        )}
      </p>
    </div>
  );
}

/** The address as a browser says it; one without a scheme is taken as https. */
function toAddress(text: string): string | undefined {
  const typed = text.trim();
  const whole = typed.startsWith('/') ? `https://example.com${typed}` : typed;
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(whole) ? whole : `https://${whole}`;
  return URL.canParse(address) ? new URL(address).href : undefined;
}
