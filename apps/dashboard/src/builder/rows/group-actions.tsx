import { type Group, ungroup } from '@muster/conditions';
import { GripVertical, Group as GroupIcon, Trash2, Ungroup } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { useBuilder } from '../builder-context.ts';

interface GroupActionsProps {
  group: Group;
  path: string;
  /** How many conditions are in it, at any depth. */
  conditions: number;
  /** What it is dragged by. */
  handle: RefObject<HTMLSpanElement | null>;
}

/** What can be done with a whole group, at its top right while it is pointed at or has the keyboard. */
export function GroupActions({ group, path, conditions, handle }: GroupActionsProps) {
  const { dispatch } = useBuilder();
  const at = path === '' ? [] : path.split('.').map(Number);
  const what = conditions === 1 ? 'this 1 condition' : `these ${conditions} conditions`;
  // The root is taken away only where one group is all it holds; asking the edit keeps that in one place.
  const canUngroup = at.length > 0 || ungroup(group, []).ok;
  return (
    <div className="group-actions">
      {at.length > 0 && (
        <span ref={handle} className="group-handle" title="Drag to move" aria-hidden="true">
          <GripVertical size={14} />
        </span>
      )}
      <Action
        label={`Turn ${what} into a group`}
        title="Turn into a group (G)"
        onClick={() => dispatch({ type: 'wrap', path: at })}
      >
        <GroupIcon size={15} aria-hidden="true" />
      </Action>
      <Action
        label={`Ungroup ${what}`}
        title="Ungroup (Shift+G)"
        disabled={!canUngroup}
        onClick={() => dispatch({ type: 'ungroup', path: at })}
      >
        <Ungroup size={15} aria-hidden="true" />
      </Action>
      <Action
        label={`Delete ${what}`}
        title="Delete (Backspace)"
        onClick={() => dispatch({ type: 'remove', path: at })}
      >
        <Trash2 size={15} aria-hidden="true" />
      </Action>
    </div>
  );
}

function Action(props: {
  label: string;
  title: string;
  disabled?: boolean;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={props.label}
      title={props.title}
      disabled={props.disabled}
      onClick={props.onClick}
    >
      {props.children}
    </button>
  );
}
