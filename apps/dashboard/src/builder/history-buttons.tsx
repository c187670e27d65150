import { Redo2, Undo2 } from 'lucide-react';
import type { Dispatch } from 'react';
import { IconButton } from '../ui/icon-button.tsx';
import { type BuilderAction, type BuilderState, canRedo, canUndo } from './state/builder-state.ts';

/** Undo and redo, for the head of the page. */
export function HistoryButtons(props: { state: BuilderState; dispatch: Dispatch<BuilderAction> }) {
  const { state, dispatch } = props;
  return (
    <>
      <IconButton
        label="Undo"
        keys="Mod+Z"
        disabled={!canUndo(state)}
        onClick={() => dispatch({ type: 'undo' })}
      >
        <Undo2 size={16} />
      </IconButton>
      <IconButton
        label="Redo"
        keys="Mod+Shift+Z"
        disabled={!canRedo(state)}
        onClick={() => dispatch({ type: 'redo' })}
      >
        <Redo2 size={16} />
      </IconButton>
    </>
  );
}
