import { useState } from 'react';
import { Checkbox } from '../ui/checkbox.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { haveSingleKeys, setSingleKeys } from './single-keys.ts';
import './overlays.css';

const anywhere = 'Anywhere';

const parts: readonly { title: string; keys: readonly (readonly [string, string])[] }[] = [
  {
    title: anywhere,
    keys: [
      ['Mod+K', 'Jump to a page, a segment, an experience or a user'],
      ['/', 'Search'],
      ['N', 'New segment'],
      ['?', 'These shortcuts'],
      ['Esc', 'Close what is open'],
    ],
  },
  {
    title: 'On a segment',
    keys: [
      ['Mod+Enter', 'Apply'],
      ['Mod+S', 'Save'],
    ],
  },
  {
    title: 'On an experience',
    keys: [
      ['Mod+S', 'Save'],
      ['Alt+↑', 'Move the step up'],
      ['Alt+↓', 'Move the step down'],
    ],
  },
  {
    title: 'In the conditions',
    keys: [
      ['Tab', 'Next row'],
      ['Space', 'Select the row'],
      ['G', 'Turn into a group'],
      ['Shift+G', 'Ungroup'],
      ['Alt+↑', 'Move up'],
      ['Alt+↓', 'Move down'],
      ['Mod+D', 'Duplicate'],
      ['Mod+C', 'Copy'],
      ['Mod+V', 'Paste, also from another segment'],
      ['Backspace', 'Remove'],
      ['Mod+Z', 'Undo'],
      ['Mod+Shift+Z', 'Redo'],
    ],
  },
];

/** Every shortcut, by where it works. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} title="Keyboard shortcuts" width={440}>
      {parts.map(({ title, keys }) => (
        <section key={title}>
          <h3>{title}</h3>
          <dl className="shortcut-list">
            {keys.map(([key, does]) => (
              <div key={key}>
                <dt>{does}</dt>
                <dd>
                  <Kbd keys={key} />
                </dd>
              </div>
            ))}
          </dl>
          {title === anywhere && <SingleKeys />}
        </section>
      ))}
    </Dialog>
  );
}

function SingleKeys() {
  const [on, setOn] = useState(haveSingleKeys);
  const label = 'Let /, N and ? work anywhere on a page';
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox is in it
    <label className="shortcut-choice">
      <Checkbox
        label={label}
        checked={on}
        onChange={({ target }) => {
          setSingleKeys(target.checked);
          setOn(target.checked);
        }}
      />
      {label}
    </label>
  );
}
