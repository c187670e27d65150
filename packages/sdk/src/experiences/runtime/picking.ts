import { readMessage } from '../../json.ts';
import type { startPicker } from '../../picker/picker.ts';
import type { PickerItem } from '../shown.ts';
import type { RuntimeParts } from './create-runtime.ts';

/** Loads the picker. */
export type LoadPicker = () => Promise<typeof startPicker>;

/** Opens the picker once, when an answer says that a member of the project may have it here. */
export function createPicking({ page, loadPicker, emit, now }: RuntimeParts) {
  let isOpened = false;
  const open = async ({ dashboardOrigin, until }: PickerItem) => {
    if (isOpened) return;
    isOpened = true;
    try {
      const start = await loadPicker();
      start(page, dashboardOrigin, until, now);
    } catch (error) {
      isOpened = false;
      emit('error', { message: `picker: ${readMessage(error)}` });
    }
  };
  return {
    onAnswer(item: PickerItem | undefined) {
      if (item) void open(item);
    },
  };
}
