import { createId } from '../../create-id.ts';
import { toRecord } from '../../json.ts';
import { append, each, filter } from '../../lists.ts';
import type { Reply } from '../../wire.ts';
import type { StartRuntime, TellRuntime } from '../runtime-host.ts';
import type { Rendered, Renderer } from '../showing.ts';
import type { ExperienceType, PickerItem, ShownExperience, TrackerItem } from '../shown.ts';
import { createMoments } from './moments.ts';
import { createPicking, type LoadPicker } from './picking.ts';
import { createReports } from './reports.ts';
import { createSegmentEvents } from './segment-events.ts';
import { createTracking, type LoadTracker } from './tracking.ts';
import { watchLeaving } from './watch-leaving.ts';
import { createMoveWatch } from './watch-moves.ts';

type HostParameters = Parameters<StartRuntime>;

/** What the runtime works with. */
export interface RuntimeParts {
  page: HostParameters[0];
  as: HostParameters[1];
  say: HostParameters[2];
  emit: HostParameters[3];
  ask: HostParameters[4];
  loadRenderer: (type: ExperienceType) => Promise<Renderer | undefined>;
  loadTracker: LoadTracker;
  loadPicker: LoadPicker;
  /** Where the server has what this loads: `…/sdk/`. */
  folder: string;
  now: () => number;
  chance: () => number;
}

interface Open {
  experiences: readonly ShownExperience[];
  rendered?: Rendered;
  isGone?: boolean;
}

/** What waits to be opened by the visitor; all others come by themselves. */
const waitsToBeOpened = ({ type }: ShownExperience) =>
  type === 'post' || type === 'checklist' || type === 'resourceCenter';

/** Somebody asked for it by its id: then it does not wait to be opened. */
const isStartedById = (experience: ShownExperience | undefined) =>
  experience?.showOn.type === 'manual' || experience?.showOn.type === 'url';

/** Of each place there is one at a time: what asks for attention waits for the other to be closed. */
function placeOf({ id, type }: ShownExperience): string {
  if (type === 'tour' || type === 'survey') return 'blocking';
  return type === 'hint' || type === 'checklist' ? id : type;
}

/** How long events that may tick something are waited for. */
const askForTicksAfterMs = 250;

/** Shows what may be shown when its moment has come, and keeps it up to date. */
export function createRuntime(parts: RuntimeParts): TellRuntime {
  const { page, emit, now } = parts;
  const later = (work: () => void, ms: number) => page.setTimeout(work, ms);
  let visitor = parts.as();
  let language = page.navigator.language;
  /** The last answer, and before it what was asked for by hand and could not be shown yet. */
  let answered: readonly ShownExperience[] = [];
  let byHand: ShownExperience[] = [];
  let open: Record<string, Open> = {};
  let isAskingForTicks = false;
  /** By its place, what the page has asked of something that is not there yet. */
  const commands: Record<string, 'open' | 'close'> = {};
  /** The page has hidden the launcher of the widget: also of one that comes later. */
  let isWidgetHidden = false;

  const isOpen = ({ id }: ShownExperience) => {
    let found = false;
    each(Object.keys(open), (place) => {
      each(open[place]?.experiences ?? [], (experience) => {
        if (experience.id === id) found = true;
      });
    });
    return found;
  };

  const load = async (type: ExperienceType): Promise<{ render?: Renderer; error?: unknown }> => {
    try {
      const render = await parts.loadRenderer(type);
      return render ? { render } : {};
    } catch (error) {
      return { error };
    }
  };
  /** Another page of hers, or another place of this one, may have been quicker: the server says. */
  const mayShow = async ({ id, needsClaim }: ShownExperience) => {
    if (!needsClaim) return true;
    const token = createId((bytes) => crypto.getRandomValues(bytes));
    return toRecord(await parts.ask(true, { claim: id, token })).claimed === true;
  };

  const show = async (place: string, experiences: readonly ShownExperience[]) => {
    const own: Open = { experiences };
    open[place] = own;
    each(experiences, moments.use);
    byHand = filter(byHand, ({ id }) => id !== experiences[0]?.id);
    const close = () => {
      own.isGone = true;
      if (open[place] === own) delete open[place];
    };
    const first = experiences[0];
    if (!first) return;
    try {
      // What shows it is loaded meanwhile; that it cannot be is said when it is wanted.
      const loading = load(first.type);
      const isFree = await mayShow(first);
      const { render, error } = isFree ? await loading : {};
      if (own.isGone) return;
      if (error) throw error;
      if (!render) {
        close();
        look();
        return;
      }
      own.rendered = render(own.experiences, {
        page,
        language: () => language,
        report: createReports(parts.say, emit, now),
        start: (experienceId) => parts.ask(true, experienceId),
        // However it was opened: the core keeps when.
        opened: () => void pushToPage(['do', 'widget:open']),
        end() {
          close();
          // Whether what waits may still be shown now that this has been.
          parts.ask(true);
        },
      });
      const command = commands[place] ?? (isStartedById(first) ? 'open' : undefined);
      delete commands[place];
      if (own.isGone) own.rendered.remove();
      else {
        if (first.type === 'post' && isWidgetHidden) own.rendered.command?.('hide');
        if (command) own.rendered.command?.(command);
      }
    } catch (error) {
      close();
      emit('error', { message: `not shown: ${error}` });
    }
  };

  /** Shows what is due where there is room. */
  const look = () => {
    const taken: Record<string, boolean> = {};
    const present: ShownExperience[] = [];
    each(byHand, (experience) => append(present, experience));
    each(answered, (experience) => append(present, experience));
    each(present, (experience) => {
      const place = placeOf(experience);
      if (taken[place] || open[place] || isOpen(experience) || !moments.isDue(experience)) return;
      taken[place] = true;
      const together = filter(present, (other) => other.type === 'post' && moments.isDue(other));
      void show(place, experience.type === 'post' ? together : [experience]);
    });
  };
  const moments = createMoments(now, later, look);

  const tracking = createTracking(parts, (name, properties) => {
    parts.say({ type: 'track', event: name, properties }, { at: now() });
    addEvent('app', name);
  });

  const picking = createPicking(parts);

  const closeAll = () => {
    each(Object.keys(open), (place) => remove(place));
    open = {};
    answered = [];
    byHand = [];
  };
  const remove = (place: string) => {
    const own = open[place];
    if (!own) return;
    own.isGone = true;
    delete open[place];
    own.rendered?.remove();
  };

  const onAnswer = (list: readonly ShownExperience[]) => {
    each(list, (experience) => {
      if (experience.showOn.type !== 'manual') return;
      const place = placeOf(experience);
      // What waits to be opened has been asked for, by itself or in a list; what is open already stays as it is.
      if (open[place] && waitsToBeOpened(experience)) command(place, 'open');
      else if (!isOpen(experience)) append(byHand, experience);
    });
    answered = filter(list, ({ showOn }) => showOn.type !== 'manual');
    each(answered, ({ showOn: { type, source, name } }) => {
      if (type === 'event' && source === 'segment' && name) segmentEvents.hear(name);
    });
    each(Object.keys(open), (place) => {
      const own = open[place];
      const first = own?.experiences[0];
      if (!own || !first) return;
      const next = filter(
        list,
        (experience) => placeOf(experience) === place && isSame(own, experience),
      );
      // What was asked for is in that answer alone.
      each(own.experiences, (asked) => {
        const isNamed = filter(next, ({ id }) => id === asked.id).length;
        if (asked.showOn.type === 'manual' && !isNamed) append(next, asked);
      });
      // That one of the others is not in the answer says only that it has been seen.
      if (next.length) {
        own.experiences = next;
        own.rendered?.update(next);
      } else if (waitsToBeOpened(first)) {
        remove(place);
        each(own.experiences, moments.giveBack);
      }
    });
    look();
    each(Object.keys(commands), (place) => {
      // It is not there, and must not open by itself much later.
      if (!open[place]) delete commands[place];
    });
  };
  const isSame = ({ experiences }: Open, { id, type }: ShownExperience) =>
    type === 'post' || filter(experiences, (other) => other.id === id).length;

  /** An event may tick an item of a checklist, which the server knows; many events are asked about together. */
  const askForTicks = () => {
    let isWaiting = false;
    each(answered, ({ type, steps }) => {
      each(type === 'checklist' ? steps : [], ({ isDone, byHand }) => {
        if (!isDone && !byHand) isWaiting = true;
      });
    });
    if (!isWaiting || isAskingForTicks) return;
    isAskingForTicks = true;
    later(() => {
      isAskingForTicks = false;
      parts.ask(false);
    }, askForTicksAfterMs);
  };
  const addEvent = (source: 'app' | 'segment', name: unknown) => {
    moments.addEvent(source, name);
    askForTicks();
  };

  const segmentEvents = createSegmentEvents(page, (name) => addEvent('segment', name));

  const command = (place: string, method: 'open' | 'close') => {
    const known = open[place]?.rendered;
    if (known) known.command?.(method);
    else commands[place] = method;
  };
  const hideWidget = (isHidden: boolean) => {
    isWidgetHidden = isHidden;
    open.post?.rendered?.command?.(isHidden ? 'hide' : 'show');
  };

  /** Says something as the page would; nothing comes of it where the page has frozen its list. */
  const pushToPage = async (said: unknown[]): Promise<unknown> => {
    try {
      return await (page as unknown as { jimo: { push(said: unknown): unknown } }).jimo.push(said);
    } catch {
      return undefined;
    }
  };

  watchLeaving(page, moments.leave);
  const watchMoves = createMoveWatch(parts);
  void pushToPage(['get', 'user:language']).then((known) => {
    if (typeof known === 'string') language = known;
  });

  const onMessage: TellRuntime = (name, detail) => {
    const first = toRecord(detail)[0];
    const opening = /^do (widget|rc):(open|close)$/.exec(name);
    if (parts.as() !== visitor) {
      // What somebody else was shown is not hers.
      closeAll();
      moments.reset();
      visitor = parts.as();
      language = page.navigator.language;
    }
    if (name === 'answer') {
      const list = detail as NonNullable<Reply['experiences']>;
      const ofType = (wanted: string) => filter(list, ({ type }) => type === wanted)[0];
      tracking.onAnswer(ofType('tracker') as TrackerItem | undefined);
      picking.onAnswer(ofType('picker') as PickerItem | undefined);
      const isShown = ({ type }: { type: string }) => type !== 'tracker' && type !== 'picker';
      onAnswer(filter(list, isShown) as ShownExperience[]);
    } else if (name === 'page') {
      answered = [];
      // What has only been about to be shown was for the page before.
      each(Object.keys(open), (place) => open[place]?.rendered || remove(place));
      moments.reset();
      tracking.view();
    } else if (name === 'moves') watchMoves(detail as () => void);
    else if (name === 'do track') addEvent('app', first);
    else if (name === 'do segmentio:track') segmentEvents.push(toRecord(first).event);
    else if (name === 'set user:language' || name === 'set core:language') {
      language = typeof first === 'string' ? first : page.navigator.language;
    } else if (name === 'do widget:hide' || name === 'do widget:show') {
      hideWidget(name === 'do widget:hide');
    } else if (opening) {
      const place = opening[1] === 'rc' ? 'resourceCenter' : 'post';
      command(place, opening[2] === 'open' ? 'open' : 'close');
    }
  };
  return (name, detail) => {
    try {
      onMessage(name, detail);
    } catch (error) {
      // Nothing of what is shown may reach the page, or hold up what is said.
      emit('error', { message: `not shown: ${error}` });
    }
  };
}
