import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import {
  draggable,
  dropTargetForElements,
  type ElementDropTargetEventBasePayload,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import type { TreePath } from '@muster/conditions';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useBuilder } from './builder-context.ts';

/** What is dragged: a node of this builder, by its key and where it is. */
interface Dragged extends Record<string | symbol, unknown> {
  muster: 'node';
  path: string;
}

interface DragOptions {
  element: RefObject<HTMLElement | null>;
  /** What it is dragged by. */
  handle: RefObject<HTMLElement | null>;
  nodeKey: string;
  path: string;
  isOff: boolean;
}

/**
 * Makes a row or group something to drag, and a place to drop in front of or behind. Returns where
 * what is dragged over it would go. The keyboard does the same with Alt and the arrows.
 */
export function useDrag({ element, handle, nodeKey, path, isOff }: DragOptions) {
  const { dispatch } = useBuilder();
  const [dropAt, setDropAt] = useState<'before' | 'after' | 'self'>();
  // Paths change with every edit in front of the node; the registration is kept.
  const latestPath = useLatest(path);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the element
  useEffect(() => {
    if (isOff || !element.current || !handle.current) return;
    const findSide = ({ location, self }: ElementDropTargetEventBasePayload) => {
      if (location.current.dropTargets[0]?.element !== self.element) return undefined;
      const { top, height } = self.element.getBoundingClientRect();
      return location.current.input.clientY < top + height / 2 ? 'before' : 'after';
    };
    return combine(
      draggable({
        element: element.current,
        dragHandle: handle.current,
        getInitialData: (): Dragged => ({ muster: 'node', path: latestPath.current }),
        onDragStart: () => setDropAt('self'),
        onDrop: () => setDropAt(undefined),
      }),
      dropTargetForElements({
        element: element.current,
        canDrop: ({ source }) => canDrop(source.data, latestPath.current),
        onDrag: (event) => setDropAt(findSide(event)),
        onDragLeave: () => setDropAt(undefined),
        onDrop: (event) => {
          setDropAt(undefined);
          const side = findSide(event);
          if (side === undefined) return;
          const target = toPath(latestPath.current);
          const index = (target.at(-1) ?? 0) + (side === 'after' ? 1 : 0);
          dispatch({
            type: 'move',
            from: toPath(pathOf(event.source.data)),
            to: [...target.slice(0, -1), index],
          });
        },
      }),
    );
  }, [nodeKey, isOff]);
  return dropAt;
}

interface DropAtEndOptions {
  element: RefObject<HTMLElement | null>;
  /** Of the group. */
  path: string;
  /** How many children it has. */
  length: number;
  isOff: boolean;
}

/** Makes the foot of a group a place to drop at its end. Returns whether something is over it. */
export function useDropAtEnd({ element, path, length, isOff }: DropAtEndOptions): boolean {
  const { dispatch } = useBuilder();
  const [isOver, setOver] = useState(false);
  const latest = useLatest({ path, length });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rest is read when something is dropped
  useEffect(() => {
    if (isOff || !element.current) return;
    return dropTargetForElements({
      element: element.current,
      canDrop: ({ source }) => canDrop(source.data, latest.current.path),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false);
        const to = [...toPath(latest.current.path), latest.current.length];
        dispatch({ type: 'move', from: toPath(pathOf(source.data)), to });
      },
    });
  }, [isOff]);
  return isOver;
}

function useLatest<T>(value: T): RefObject<T> {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}

/** A node goes anywhere but into itself. */
function canDrop(data: Record<string | symbol, unknown>, onto: string): boolean {
  if (data.muster !== 'node') return false;
  const from = pathOf(data);
  return onto !== from && !onto.startsWith(`${from}.`);
}

function pathOf(data: Record<string | symbol, unknown>): string {
  return (data as Dragged).path;
}

function toPath(path: string): TreePath {
  return path === '' ? [] : path.split('.').map(Number);
}
