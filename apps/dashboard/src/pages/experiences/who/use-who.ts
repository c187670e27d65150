import { type Dispatch, useCallback, useMemo } from 'react';
import { whoAt } from '../experience-editor.ts';
import { useExperienceForm } from '../experience-form.ts';
import type { WhoAction, WhoEditor } from './who-editor.ts';
import type { WhoPlace } from './who-place.ts';

/** The Who at a place of the open experience, to show and to edit. */
export function useWho(place: WhoPlace): [WhoEditor, Dispatch<WhoAction>] {
  const { editor, dispatch } = useExperienceForm();
  const who = useMemo(() => whoAt(editor, place), [editor, place]);
  const edit = useCallback(
    (action: WhoAction) => dispatch({ type: 'who', place, action }),
    [dispatch, place],
  );
  return [who, edit];
}
