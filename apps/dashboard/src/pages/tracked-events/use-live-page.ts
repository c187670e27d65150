import type { PickerBody, TrackedEventBody } from '@muster/protocol';
import { useEffect, useRef, useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { openPicker } from '../../api/tracked-events-api.ts';

/** A selector of what was picked, and how many elements of the page it matches. */
export interface Proposal {
  selector: string;
  count: number;
}

/** What the page in the other window is for the moment. */
export type PageState = 'closed' | 'blocked' | 'opening' | 'silent' | 'open';

/** What of an event a page can watch. */
export type Watched = Pick<TrackedEventBody, 'match' | 'conditions'>;

/** A page of the customer's in another window, in which elements are picked and conditions tried. */
export interface LivePage {
  state: PageState;
  /** Why it could not be opened. */
  error: string | undefined;
  /** By condition, whether it holds there now; empty until the page has said so. */
  states: readonly boolean[];
  /** How often the event has happened there since it is watched. */
  happened: number;
  open: (url: string) => void;
  /** Waits for a click on an element there. */
  pick: (onPicked: (proposals: readonly Proposal[]) => void) => void;
}

/** A page that has said nothing for so long does not load the SDK, or lets nothing through. */
const silentAfterMs = 20_000;

/** Opens a page, and speaks with the picker in it; only of the origin that was opened, and only its window. */
export function useLivePage({ match, conditions }: Watched): LivePage {
  const { id: projectId } = useProject();
  const [state, setState] = useState<PageState>('closed');
  const [error, setError] = useState<string>();
  const [states, setStates] = useState<readonly boolean[]>([]);
  const [happened, setHappened] = useState(0);
  const popup = useRef<Window | null>(null);
  const origin = useRef<string | undefined>(undefined);
  const onPicked = useRef<((proposals: readonly Proposal[]) => void) | undefined>(undefined);
  const definition = JSON.stringify({ name: 'tried', match, conditions });

  const say = (message: object) => {
    if (origin.current) {
      popup.current?.postMessage({ muster: 'picker', ...message }, origin.current);
    }
  };
  const sayRef = useRef(say);
  sayRef.current = say;

  useEffect(() => {
    const hear = ({ source, origin: from, data }: MessageEvent) => {
      if (source !== popup.current || from !== origin.current || data?.muster !== 'picker') return;
      if (data.type === 'ended') {
        setState('closed');
        setStates([]);
      }
      if (data.type === 'ready') {
        setState('open');
        sayRef.current({ type: 'watch', definition: JSON.parse(definition) });
        if (onPicked.current) sayRef.current({ type: 'pick' });
      }
      if (data.type === 'states') setStates(readStates(data.states));
      if (data.type === 'happened') setHappened((count) => count + 1);
      if (data.type === 'picked') {
        onPicked.current?.(readProposals(data.proposals));
        onPicked.current = undefined;
      }
    };
    window.addEventListener('message', hear);
    return () => window.removeEventListener('message', hear);
  }, [definition]);

  // What is edited here is tried there.
  useEffect(() => {
    setHappened(0);
    setStates([]);
    sayRef.current({ type: 'watch', definition: JSON.parse(definition) });
  }, [definition]);

  useEffect(() => {
    if (state !== 'opening') return;
    const timer = setTimeout(() => setState('silent'), silentAfterMs);
    return () => clearTimeout(timer);
  }, [state]);

  // The page goes with the editor.
  useEffect(() => () => sayRef.current({ type: 'end' }), []);

  const open = (url: string) => {
    setError(undefined);
    // At once, while the click is what asks for it: later it would be taken for a popup that nobody wants.
    popup.current = window.open('about:blank');
    if (popup.current === null) {
      setState('blocked');
      return;
    }
    setState('opening');
    openPicker(projectId, url).then(
      (picker: PickerBody) => {
        origin.current = picker.origin;
        if (popup.current) popup.current.location.href = picker.url;
      },
      (problem: Error) => {
        popup.current?.close();
        setState('closed');
        setError(problem.message);
      },
    );
  };

  return {
    state,
    error,
    states,
    happened,
    open,
    pick(work) {
      onPicked.current = work;
      say({ type: 'pick' });
      popup.current?.focus();
    },
  };
}

/** A page may say anything: what is not of the shape is left out. */
function readStates(said: unknown): boolean[] {
  return Array.isArray(said) ? said.slice(0, 20).map((each) => each === true) : [];
}

function readProposals(said: unknown): Proposal[] {
  if (!Array.isArray(said)) return [];
  return said.slice(0, 5).flatMap((each: Partial<Proposal> | null) => {
    const { selector, count } = each ?? {};
    if (typeof selector !== 'string' || typeof count !== 'number') return [];
    return [{ selector: selector.slice(0, 500), count }];
  });
}
