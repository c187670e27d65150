import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import {
  draggable,
  dropTargetForElements,
  type ElementDropTargetEventBasePayload,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { type RefObject, useEffect, useState } from 'react';
import { type BuilderContext, useBuilder } from './builder-context.ts';

/** What is dragged: a node of a builder, which what finds its nodes stands for. */
interface Dragged extends Record<string | symbol, unknown> {
  key: string;
  find: Find;
}

type Find = BuilderContext['find'];

interface DragOptions {
  element: RefObject<HTMLElement | null>;
  /** What it is dragged by. */
  handle: RefObject<HTMLElement | null>;
  nodeKey: string;
  isOff: boolean;
}

/**
 * Makes a row or group something to drag, and a place to drop in front of or behind. Returns where
 * what is dragged over it would go. The keyboard does the same with Alt and the arrows.
 */
export function useDrag({ element, handle, nodeKey, isOff }: DragOptions) {
  const { dispatch, find } = useBuilder();
  const [dropAt, setDropAt] = useState<'before' | 'after' | 'self'>();
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
        getInitialData: (): Dragged => ({ key: nodeKey, find }),
        onDragStart: () => setDropAt('self'),
        onDrop: () => setDropAt(undefined),
      }),
      dropTargetForElements({
        element: element.current,
        canDrop: ({ source }) => canDrop(source.data, nodeKey, find),
        onDrag: (event) => setDropAt(findSide(event)),
        onDragLeave: () => setDropAt(undefined),
        onDrop: (event) => {
          setDropAt(undefined);
          const side = findSide(event);
          const [from, onto] = [find(keyOf(event.source.data)), find(nodeKey)];
          if (side === undefined || !from || !onto) return;
          const index = (onto.path.at(-1) ?? 0) + (side === 'after' ? 1 : 0);
          dispatch({ type: 'move', from: from.path, to: [...onto.path.slice(0, -1), index] });
        },
      }),
    );
  }, [nodeKey, isOff]);
  return dropAt;
}

interface DropAtEndOptions {
  element: RefObject<HTMLElement | null>;
  /** Of the group. */
  nodeKey: string;
  isOff: boolean;
}

/** Makes the foot of a group a place to drop at its end. Returns whether something is over it. */
export function useDropAtEnd({ element, nodeKey, isOff }: DropAtEndOptions): boolean {
  const { dispatch, find } = useBuilder();
  const [isOver, setOver] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rest is read when something is dropped
  useEffect(() => {
    if (isOff || !element.current) return;
    return dropTargetForElements({
      element: element.current,
      canDrop: ({ source }) => canDrop(source.data, nodeKey, find),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false);
        const [from, group] = [find(keyOf(source.data)), find(nodeKey)];
        if (!from || !group) return;
        const to = [...group.path, group.keyed.children.length];
        dispatch({ type: 'move', from: from.path, to });
      },
    });
  }, [nodeKey, isOff]);
  return isOver;
}

/** A node goes anywhere in its tree but into itself. */
function canDrop(data: Record<string | symbol, unknown>, onto: string, find: Find): boolean {
  if (data.find !== find) return false;
  const [from, to] = [find(keyOf(data)), find(onto)];
  if (!from || !to) return false;
  return !from.path.every((index, i) => to.path[i] === index);
}

function keyOf(data: Record<string | symbol, unknown>): string {
  return (data as Dragged).key;
}
