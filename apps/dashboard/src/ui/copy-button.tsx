import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from './icon-button.tsx';
import { toasts } from './toast-store.ts';

/** Puts a text on the clipboard, and says so for two seconds. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      setTimeout(() => setCopied(false), 2_000);
    } catch {
      // Only pages over HTTPS or on this machine may write to the clipboard.
      toasts.show({ text: `The browser did not let the page copy ${what}.`, tone: 'bad' });
    }
  };
  return (
    <IconButton label={isCopied ? 'Copied' : `Copy ${what}`} onClick={() => void copy()}>
      {isCopied ? <Check size={14} /> : <Copy size={14} />}
    </IconButton>
  );
}
