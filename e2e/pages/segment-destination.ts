import type { Context, Plugin } from '@segment/analytics-next';

/** The destination's settings, as a customer fills them in at Segment. */
export interface DestinationSettings {
  projectId: string;
  /** "Initialize only for identified users". */
  manualInit: boolean;
  refetchExperiencesOnTraitsUpdate: boolean;
  /** Where the SDK is. */
  url: string;
  /** Of before there was a callback. */
  isOlder: boolean;
}

interface DestinationWindow {
  jimo: { push(command: unknown): unknown };
  JIMO_PROJECT_ID: string;
  JIMO_MANUAL_INIT: boolean;
  jimoInit?(): void;
  segmentJimo: { initialized: boolean; client(): { push(command: unknown): unknown } };
}

const page = window as unknown as DestinationWindow;

/**
 * "Jimo (Actions)" as Segment's library runs it in device mode. In reality Segment's CDN brings it;
 * this one pushes the same, in the same order.
 */
export function createDestination(settings: DestinationSettings): Plugin {
  let isLoaded = false;
  return {
    name: 'Jimo (Actions)',
    type: 'destination',
    version: '1.0.0',
    isLoaded: () => isLoaded,
    async load() {
      prepareWindow(settings);
      await loadScript(settings.url);
      await waitUntil(() => Array.isArray(page.jimo) === settings.manualInit);
      isLoaded = true;
    },
    identify: (context) => pass(context, (event) => identify(settings, event)),
    track: (context) => pass(context, track),
    group: (context) => pass(context, group),
  };
}

type SegmentEvent = Context['event'];

function pass(context: Context, send: (event: SegmentEvent) => void): Context {
  send(context.event);
  return context;
}

function prepareWindow({ projectId, manualInit }: DestinationSettings): void {
  page.jimo = [] as unknown[] as DestinationWindow['jimo'];
  page.JIMO_PROJECT_ID = projectId;
  page.JIMO_MANUAL_INIT = manualInit;
  page.segmentJimo = { initialized: false, client: () => page.jimo };
}

function identify(settings: DestinationSettings, { userId, traits }: SegmentEvent): void {
  const { client } = page.segmentJimo;
  const sendTraits = () => {
    const email = traits?.email;
    if (email != null) client().push(['set', 'user:email', [email]]);
    if (traits == null) return;
    const refetch = settings.refetchExperiencesOnTraitsUpdate;
    client().push(['set', 'user:attributes', [traits, refetch, true]]);
  };
  if (userId == null) {
    sendTraits();
    return;
  }
  if (settings.isOlder) {
    client().push(['set', 'user:id', [userId]]);
    sendTraits();
  } else {
    client().push(['do', 'identify', [userId, sendTraits]]);
  }
  if (settings.manualInit && !page.segmentJimo.initialized) {
    page.jimoInit?.();
    page.segmentJimo.initialized = true;
  }
}

function track({
  event,
  userId,
  anonymousId,
  messageId,
  timestamp,
  properties,
}: SegmentEvent): void {
  const at = new Date(timestamp ?? 0).toISOString();
  const sent = { event, userId, anonymousId, messageId, timestamp: at, receivedAt: at, properties };
  page.segmentJimo.client().push(['do', 'segmentio:track', [sent]]);
  window.dispatchEvent(new Event(`jimo-segmentio-track:${event}`));
}

function group({ groupId, traits }: SegmentEvent): void {
  const command = ['set', 'user:group', [{ groupId, traits }, { fromSegment: true }]];
  page.segmentJimo.client().push(command);
}

function loadScript(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = url;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`Failed to load ${url}`));
    document.head.append(script);
  });
}

function waitUntil(holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => (holds() ? resolve() : setTimeout(look, 100));
    look();
  });
}
