import { findNode, type TreePath } from '@muster/conditions';
import {
  type ClipboardEvent,
  type Dispatch,
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react';
import { createPortal } from 'react-dom';
import { BuilderContext } from './builder-context.ts';
import type { BuilderData } from './builder-data.ts';
import { fromClipboard, placeToPaste, toClipboard } from './clipboard.ts';
import { findDraftProblems } from './draft-problems.ts';
import { actOnKey } from './keys.ts';
import { listFields } from './menu/fields.ts';
import { namesOf } from './names-of.ts';
import { useNodeHosts, usePlaceOf } from './node-hosts.ts';
import { ConditionRow } from './rows/condition-row.tsx';
import { GroupView } from './rows/group-view.tsx';
import type { BuilderAction, BuilderState, FocusWish } from './state/builder-state.ts';
import { findKey, type KeyedGroup, type KeyedNode } from './state/keyed-node.ts';
import { useWarnings } from './warnings/use-warnings.ts';
import { joinPath } from './warnings/visit-conditions.ts';
import './builder.css';

export interface ConditionBuilderProps {
  /** The draft; `startBuilder` makes it, and the page keeps it with `useReducer(reduceBuilder, …)`. */
  state: BuilderState;
  dispatch: Dispatch<BuilderAction>;
  /** What can be asked about. Keep it the same object while it is the same. */
  data: BuilderData;
  /** How many match each node alone, by path joined by points; left out while that is not known. */
  counts?: ReadonlyMap<string, number> | undefined;
  /** How many users there are. */
  users?: number | undefined;
  /** What the first category is called here: *Properties* on the Users filter. */
  nativeLabel?: string | undefined;
  /** Ctrl/⌘+Enter. */
  onApply?: (() => void) | undefined;
  readOnly?: boolean;
  /** The project's; days begin in it. */
  timeZone?: string;
}

/** The condition builder: a tree of groups and conditions to read and to edit, by pointer or keyboard. */
export function ConditionBuilder({
  state,
  dispatch,
  data,
  counts,
  users,
  nativeLabel,
  onApply,
  readOnly = false,
  timeZone = 'UTC',
}: ConditionBuilderProps) {
  const element = useRef<HTMLDivElement>(null);
  const hosts = useNodeHosts();
  const { tree, keyed, selected, notice } = state;
  const rootPlace = usePlaceOf(hosts, keyed.root.key);
  const root = useRef(keyed.root);
  const find = useCallback((key: string) => findKey(root.current, key), []);
  const context = useMemo<BuilderContext>(() => {
    const sections = listFields(data.catalog, nativeLabel);
    const names = namesOf(data.catalog);
    return { dispatch, find, hosts, data, sections, names, readOnly, timeZone };
  }, [dispatch, find, hosts, data, nativeLabel, readOnly, timeZone]);
  const nodes = useMemo(() => [...listNodes(keyed.root)], [keyed]);
  useLayoutEffect(() => {
    root.current = keyed.root;
    hosts.keep(new Set(nodes.map((each) => each.keyed.key)));
  }, [keyed, nodes, hosts]);
  const problems = useMemo(
    // The first of a node is said: they are mended one by one.
    () =>
      new Map(
        findDraftProblems(tree)
          .toReversed()
          .map((each) => [each.path.join('.'), each.message]),
      ),
    [tree],
  );
  const { names } = context;
  const warnings = useWarnings({ tree, data, names, counts, users, timeZone });
  useFocusWish(element, state.focus);
  const expectUndo = useFocusAfterUndo(element, keyed);

  // React tells of an event again for each group that it is in, since nodes are drawn into each other's
  // elements: what has been answered is over.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || readOnly) return;
    const mod = event.ctrlKey || event.metaKey;
    if (mod && event.key === 'Enter') {
      event.preventDefault();
      onApply?.();
      return;
    }
    // Events of popups come here too, since React hands them up its own tree; only the builder's own count.
    if (!(event.target instanceof HTMLElement) || !element.current?.contains(event.target)) return;
    if (mod && event.key.toLowerCase() === 'z') {
      event.preventDefault();
      expectUndo();
      dispatch({ type: event.shiftKey ? 'redo' : 'undo' });
      return;
    }
    const path = readPath(event.target, find);
    if (path === undefined) return;
    if (moveFocus(element.current, event)) return;
    const { key, shiftKey: shift, altKey: alt } = event;
    const action = actOnKey(state, path, { key, mod, shift, alt });
    if (!action) return;
    event.preventDefault();
    dispatch(action);
  };

  const onCopy = (event: ClipboardEvent) => {
    if (event.defaultPrevented) return;
    const path = readPathAround(event.target, find);
    const node = path && findNode(tree, path);
    if (!node || !getSelection()?.isCollapsed) return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', toClipboard(node));
    const text = node.type === 'group' ? 'Copied the group.' : 'Copied the condition.';
    dispatch({ type: 'say', notice: { text, isRefusal: false } });
  };
  const onPaste = (event: ClipboardEvent) => {
    const path = readPathAround(event.target, find);
    if (event.defaultPrevented || readOnly || path === undefined) return;
    event.preventDefault();
    const pasted = fromClipboard(event.clipboardData.getData('text/plain'));
    if (pasted.ok) dispatch({ type: 'add', node: pasted.node, ...placeToPaste(tree, path) });
    else dispatch({ type: 'say', notice: { text: pasted.reason, isRefusal: true } });
  };

  return (
    <BuilderContext value={context}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it hears the keys of what is in it */}
      <div
        ref={element}
        className="builder"
        onKeyDown={onKeyDown}
        onCopy={onCopy}
        onPaste={onPaste}
      >
        <div ref={rootPlace} />
        {nodes.map(({ keyed: each, path }) => {
          const { key, node } = each;
          const shown = {
            isSelected: selected.has(key),
            count: counts?.get(path),
            users,
            problem: problems.get(path),
            warning: warnings.get(node),
          };
          const drawn =
            node.type === 'group' ? (
              <GroupView {...shown} keyed={each as KeyedGroup} path={path} />
            ) : (
              <ConditionRow {...shown} nodeKey={key} condition={node} />
            );
          return createPortal(drawn, hosts.of(key), key);
        })}
        {notice?.isRefusal && (
          <p className="builder-refusal" role="alert">
            {notice.text}
          </p>
        )}
        <p className="visually-hidden" aria-live="polite">
          {notice && !notice.isRefusal ? notice.text : ''}
        </p>
      </div>
    </BuilderContext>
  );
}

interface PlacedNode {
  keyed: KeyedNode;
  /** Joined by points. */
  path: string;
}

/** The nodes of a tree in the order in which one reads them. */
function* listNodes(keyed: KeyedNode, path = ''): Generator<PlacedNode> {
  yield { keyed, path };
  for (const [i, child] of keyed.children.entries()) yield* listNodes(child, joinPath(path, i));
}

type Find = BuilderContext['find'];

/** The path of the node that itself has the keyboard; not of a field within. */
function readPath(target: HTMLElement, find: Find): TreePath | undefined {
  const { node } = target.dataset;
  return node === undefined ? undefined : find(node)?.path;
}

/** The same of what is around a button. A field has a clipboard of its own. */
function readPathAround(target: EventTarget, find: Find): TreePath | undefined {
  if (!(target instanceof HTMLElement) || target.closest('input')) return undefined;
  const node = target.closest<HTMLElement>('[data-node]');
  return node ? readPath(node, find) : undefined;
}

/** Arrows go from node to node as one reads the tree; true when they did. */
function moveFocus(builder: HTMLElement, event: KeyboardEvent): boolean {
  const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
  if (altKey || ctrlKey || metaKey || shiftKey) return false;
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return false;
  event.preventDefault();
  const nodes = [...builder.querySelectorAll<HTMLElement>('[data-node]')];
  const at = nodes.indexOf(event.target as HTMLElement);
  nodes[at + (key === 'ArrowDown' ? 1 : -1)]?.focus();
  return true;
}

/** Brings the keyboard to where an edit said. */
function useFocusWish(
  element: RefObject<HTMLDivElement | null>,
  wish: FocusWish | undefined,
): void {
  useLayoutEffect(() => {
    if (!wish) return;
    const node = element.current?.querySelector<HTMLElement>(`[data-node="${wish.key}"]`);
    findPart(node, wish.part)?.focus();
  }, [element, wish]);
}

/**
 * What had the keyboard may go with an undo; the tree has it then, not the page. Returns what to call
 * before an undo.
 */
function useFocusAfterUndo(element: RefObject<HTMLDivElement | null>, keyed: unknown): () => void {
  const isUndone = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at after every edit
  useLayoutEffect(() => {
    if (isUndone.current && document.activeElement === document.body) {
      element.current?.querySelector<HTMLElement>('[data-node]')?.focus();
    }
    isUndone.current = false;
  }, [keyed]);
  return () => {
    isUndone.current = true;
  };
}

function findPart(node: HTMLElement | null | undefined, part: FocusWish['part']) {
  if (part === 'node') return node;
  const own = part === 'editor' ? '[data-operand]' : ':scope > .logic-foot [data-add]';
  return node?.querySelector<HTMLElement>(own) ?? node;
}
