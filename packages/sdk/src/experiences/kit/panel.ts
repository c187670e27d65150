import type { Theme } from '../shown.ts';
import { type Dialog, openDialog } from './dialog.ts';
import { cornerOf, type Launcher, openLauncher } from './launcher.ts';
import { openShadowHost, type ShadowHost } from './shadow-host.ts';
import { wordsOf } from './words.ts';

/** A launcher with what it opens. */
export interface Panel {
  host: ShadowHost;
  launcher: Launcher;
  /** The panel while it is open. */
  dialog(): Dialog | undefined;
  open(): void;
  close(): void;
  setTheme(theme: Theme): void;
  /** Takes all of it from the page. */
  remove(): void;
}

export interface PanelOptions {
  theme: Theme;
  language: string;
  style: string;
  /** Of the launcher, e.g. `round`. */
  className: string;
  /** Fills the panel, which has just been opened. */
  onOpen(dialog: Dialog): void;
  onClose?(): void;
  /** The page does not let it stay. */
  onLost(): void;
}

/** Puts a launcher into the page that opens and closes a panel above it. */
export function openPanel(options: PanelOptions): Panel {
  let { theme } = options;
  let dialog: Dialog | undefined;
  const host = openShadowHost(theme, options.style, () => {
    panel.remove();
    options.onLost();
  });
  const onOutside = (event: Event) => {
    if (event.composedPath().indexOf(host.shadow) < 0) panel.close();
  };
  const panel: Panel = {
    host,
    launcher: openLauncher(host.root, theme.position, options.className, () => {
      if (dialog) panel.close();
      else panel.open();
    }),
    dialog: () => dialog,
    open() {
      if (dialog) return;
      dialog = openDialog({
        root: host.root,
        position: cornerOf(theme.position),
        isModal: false,
        takesFocus: true,
        onClose: panel.close,
        closeLabel: wordsOf(options.language).close,
      });
      panel.launcher.setOpen(true);
      document.addEventListener('pointerdown', onOutside);
      options.onOpen(dialog);
    },
    close() {
      if (!dialog) return;
      document.removeEventListener('pointerdown', onOutside);
      dialog.close();
      dialog = undefined;
      panel.launcher.setOpen(false);
      options.onClose?.();
    },
    setTheme(next) {
      const hasMoved = next.position !== theme.position;
      theme = next;
      host.setTheme(next);
      if (!hasMoved) return;
      panel.launcher.setPosition(next.position);
      dialog?.setPosition(cornerOf(next.position));
    },
    remove() {
      document.removeEventListener('pointerdown', onOutside);
      dialog?.close();
      dialog = undefined;
      panel.launcher.remove();
      host.remove();
    },
  };
  return panel;
}
