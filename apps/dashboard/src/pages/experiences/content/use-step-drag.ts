import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import {
  draggable,
  dropTargetForElements,
  type ElementDropTargetEventBasePayload,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { type RefObject, useEffect, useRef, useState } from 'react';

interface StepDragOptions {
  element: RefObject<HTMLElement | null>;
  /** What it is dragged by. */
  handle: RefObject<HTMLElement | null>;
  id: string;
  index: number;
  isOff: boolean;
  /** The step `id` was dropped in front of `to`, as the places count now. */
  onMove: (id: string, to: number) => void;
}

/**
 * Makes a step something to drag, and a place to drop in front of or behind. Returns where what is
 * dragged over it would go. The keyboard does the same with Alt and the arrows.
 */
export function useStepDrag({ element, handle, id, index, isOff, onMove }: StepDragOptions) {
  const [dropAt, setDropAt] = useState<'before' | 'after' | 'self'>();
  const latest = useRef({ index, onMove });
  useEffect(() => {
    latest.current = { index, onMove };
  });
  useEffect(() => {
    if (isOff || !element.current || !handle.current) return;
    const findSide = ({ location, self }: ElementDropTargetEventBasePayload) => {
      const { top, height } = self.element.getBoundingClientRect();
      return location.current.input.clientY < top + height / 2 ? 'before' : 'after';
    };
    return combine(
      draggable({
        element: element.current,
        dragHandle: handle.current,
        getInitialData: () => ({ muster: 'step', id }),
        onDragStart: () => setDropAt('self'),
        onDrop: () => setDropAt(undefined),
      }),
      dropTargetForElements({
        element: element.current,
        canDrop: ({ source }) => source.data.muster === 'step' && source.data.id !== id,
        onDrag: (event) => setDropAt(findSide(event)),
        onDragLeave: () => setDropAt(undefined),
        onDrop: (event) => {
          setDropAt(undefined);
          const { index: place, onMove: move } = latest.current;
          move(String(event.source.data.id), findSide(event) === 'after' ? place + 1 : place);
        },
      }),
    );
  }, [element, handle, id, isOff]);
  return dropAt;
}
