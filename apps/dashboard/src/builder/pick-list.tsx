import { Check, Search } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { useIsPainted } from '../ui/use-is-painted.ts';
import './pick-list.css';

export interface PickItem {
  id: string;
  label: string;
  /** A name that the customer invented. */
  isCode?: boolean;
  /** Under its label, quieter: what it means. */
  about?: string | undefined;
  /** At its end, quieter. */
  note?: string | undefined;
  icon?: ReactNode;
  /** The heading that it stands under, with those next to it that have the same. */
  section?: string | undefined;
  /** Stays in sight at the foot of the list. */
  isPinned?: boolean;
}

interface PickListProps {
  /** What is chosen here: the accessible name. */
  label: string;
  items: readonly PickItem[];
  onPick: (id: string) => void;
  chosen?: ReadonlySet<string>;
  /** Several may be chosen: picking does not end it, and each shows a box. */
  isMultiple?: boolean;
  search?: {
    text: string;
    onChange: (text: string) => void;
    placeholder: string;
    extra?: ReactNode;
  };
  /** Called with what is marked by the arrows or the pointer. */
  onMark?: (id: string) => void;
  /** Beside the list. */
  aside?: ReactNode;
  /** A line under the list about what is marked. */
  foot?: ReactNode;
  /** Instead of items when there are none. */
  empty?: ReactNode;
}

const maxShown = 150;

/** As many as the list is high, and a few more: the rest is drawn when these are seen. */
const shownAtOnce = 14;

/**
 * A list to choose from, by pointer or keyboard: arrows, Home, End, Enter, and typing, which searches or
 * goes to the next entry that begins so. The keyboard stays in one place; what is marked is said by
 * `aria-activedescendant`.
 */
export function PickList(props: PickListProps) {
  const { label, items, onPick, chosen, search, onMark, isMultiple = false } = props;
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const isPainted = useIsPainted();
  const listed = items.filter((item) => !item.isPinned).slice(0, maxShown);
  const pinned = items.filter((item) => item.isPinned);
  const shown = [...listed, ...pinned];
  const hidden = items.length - shown.length;
  const first = shown.find((item) => chosen?.has(item.id)) ?? shown[0];
  const [markedId, setMarkedId] = useState(first?.id);
  const marked = shown.find((item) => item.id === markedId) ?? shown[0];
  const mark = (item: PickItem | undefined, isByKey: boolean) => {
    if (!item) return;
    setMarkedId(item.id);
    onMark?.(item.id);
    if (isByKey) {
      const element = list.current?.querySelector(`[data-id="${CSS.escape(item.id)}"]`);
      element?.scrollIntoView({ block: 'nearest' });
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = marked ? shown.indexOf(marked) : -1;
    const target = findTarget(event, shown, at, search === undefined);
    if (target) {
      event.preventDefault();
      mark(target, true);
    } else if (marked && (event.key === 'Enter' || (event.key === ' ' && !search))) {
      if (event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      onPick(marked.id);
    }
  };
  // An id of ours may hold spaces, which the id of an element may not.
  const idOf = (item: PickItem) => `${id}-${shown.indexOf(item)}`;
  const active = marked && idOf(marked);
  const listProps = {
    id,
    role: 'listbox',
    'aria-label': label,
    'aria-multiselectable': isMultiple || undefined,
  } as const;
  const option = (item: PickItem) => (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard is in the box or list around it.
    // biome-ignore lint/a11y/useFocusableInteractive: it is marked by aria-activedescendant.
    <div
      key={item.id}
      id={idOf(item)}
      data-id={item.id}
      role="option"
      aria-selected={chosen?.has(item.id) ?? false}
      className="pick-item"
      data-marked={item === marked || undefined}
      onClick={() => onPick(item.id)}
      onPointerMove={() => item === marked || mark(item, false)}
    >
      {isMultiple && (
        <span className="check-box" aria-hidden="true">
          {chosen?.has(item.id) && <span className="check-mark" />}
        </span>
      )}
      {item.icon}
      <span className="grow wrap-anywhere">
        <span className={item.isCode ? 'code' : ''}>{item.label}</span>
        {item.about && (
          <span className="pick-about" dir="auto">
            {item.about}
          </span>
        )}
      </span>
      {item.note && <span className="popup-note">{item.note}</span>}
      {!isMultiple && chosen?.has(item.id) && <Check size={14} aria-hidden="true" />}
    </div>
  );
  const groups = groupBySection(isPainted ? listed : listed.slice(0, shownAtOnce));
  return (
    <div className="pick">
      {search && (
        <div className="pick-search">
          <Search size={16} aria-hidden="true" />
          <input
            className="pick-input"
            role="combobox"
            aria-label={label}
            aria-expanded="true"
            aria-controls={pinned.length > 0 ? `${id} ${id}-more` : id}
            aria-activedescendant={active}
            aria-autocomplete="list"
            autoComplete="off"
            spellCheck={false}
            placeholder={search.placeholder}
            value={search.text}
            onChange={(event) => {
              search.onChange(event.target.value);
              setMarkedId(undefined);
            }}
            onKeyDown={onKeyDown}
          />
          {search.extra}
        </div>
      )}
      <div className="pick-body">
        {props.aside}
        <div ref={list} className="pick-list">
          <div
            {...listProps}
            className="pick-scroll"
            {...(!search && { tabIndex: 0, onKeyDown, 'aria-activedescendant': active })}
          >
            {groups.map(({ section, items: entries }, at) =>
              section === undefined ? (
                entries.map(option)
              ) : (
                // biome-ignore lint/a11y/useSemanticElements: a part of a listbox.
                <div key={section} role="group" aria-labelledby={`${id}-section-${at}`}>
                  <div id={`${id}-section-${at}`} className="pick-heading">
                    {section}
                  </div>
                  {entries.map(option)}
                </div>
              ),
            )}
          </div>
          {shown.length === pinned.length && <div className="pick-empty">{props.empty}</div>}
          {hidden > 0 && <div className="pick-empty">{hidden} more: type to find them.</div>}
          {props.foot && <div className="pick-foot">{props.foot}</div>}
          {pinned.length > 0 && (
            <div
              id={`${id}-more`}
              role="listbox"
              aria-label={`${label}: more`}
              className="pick-pinned"
            >
              {pinned.map(option)}
            </div>
          )}
        </div>
      </div>
    </div>
  );
}

function findTarget(
  event: KeyboardEvent,
  items: readonly PickItem[],
  at: number,
  byLetter: boolean,
): PickItem | undefined {
  const end = items.length - 1;
  switch (event.key) {
    case 'ArrowDown':
      return items[at >= end ? 0 : at + 1];
    case 'ArrowUp':
      return items[at <= 0 ? end : at - 1];
    case 'PageDown':
      return items[Math.min(end, at + 8)];
    case 'PageUp':
      return items[Math.max(0, at - 8)];
    case 'Home':
      return byLetter ? items[0] : undefined;
    case 'End':
      return byLetter ? items[end] : undefined;
  }
  if (!byLetter || event.key.length !== 1 || event.ctrlKey || event.metaKey) return undefined;
  const letter = event.key.toLowerCase();
  const onward = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  return onward.find((item) => item.label.toLowerCase().startsWith(letter));
}

function groupBySection(
  items: readonly PickItem[],
): { section: string | undefined; items: PickItem[] }[] {
  const groups: { section: string | undefined; items: PickItem[] }[] = [];
  for (const item of items) {
    const last = groups.at(-1);
    if (last && last.section === item.section) last.items.push(item);
    else groups.push({ section: item.section, items: [item] });
  }
  return groups;
}
