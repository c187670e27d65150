import { Trash2 } from 'lucide-react';
import { type CSSProperties, Suspense, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field, Input } from '../../ui/input.tsx';
import { lazyPart } from '../../ui/load-part.ts';
import { Popover } from '../../ui/popover.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Tile } from '../../ui/tile.tsx';
import { badgeColors, hueOfColor } from './badge-hues.ts';
import { badgeIcons } from './badge-icons.ts';
import { type BadgeBody, BadgeMark } from './segment-badge.tsx';
import './badge-editor.css';

// With the emoji data, it is more than the rest of the page.
const EmojiPicker = lazyPart(async () => (await import('./emoji-picker.tsx')).EmojiPicker);

interface BadgeEditorProps {
  badge: BadgeBody | null;
  readOnly: boolean;
  onChange: (badge: BadgeBody | null) => void;
}

/** The mark of the badge as a tile; a click edits emoji or icon, label and colour. */
export function BadgeEditor({ badge, readOnly, onChange }: BadgeEditorProps) {
  const shown = badge ?? {};
  const hasMark = shown.emoji ?? shown.icon;
  const tile = (
    <Tile hue={hueOfColor(shown.color)} size={44}>
      <BadgeMark badge={hasMark ? shown : { icon: 'layers' }} size={22} />
    </Tile>
  );
  if (readOnly) {
    return <span className="badge-trigger">{tile}</span>;
  }
  return (
    <Popover
      label="Badge"
      className="badge-editor"
      trigger={
        <button
          type="button"
          className="badge-trigger"
          aria-label={`Badge ${nameBadge(shown)}. Edit`}
        >
          {tile}
        </button>
      }
    >
      <BadgeForm badge={shown} onChange={onChange} />
    </Popover>
  );
}

function nameBadge({ emoji, icon, label }: BadgeBody): string {
  return [emoji ?? icon, label].filter(Boolean).join(' ') || 'none';
}

/** Without what is undefined, so that a badge compares as the server stores it. */
function cleanBadge(badge: BadgeBody): BadgeBody | null {
  const parts = Object.entries(badge).filter(([, value]) => value !== undefined && value !== '');
  return parts.length === 0 ? null : (Object.fromEntries(parts) as BadgeBody);
}

function BadgeForm({
  badge,
  onChange,
}: {
  badge: BadgeBody;
  onChange: (badge: BadgeBody | null) => void;
}) {
  const [tab, setTab] = useState(badge.icon ? 'icon' : 'emoji');
  const change = (next: Partial<BadgeBody>) => onChange(cleanBadge({ ...badge, ...next }));
  return (
    <>
      <Field label="Label" hint="At most 14 characters; shown in capitals.">
        {(control) => (
          <Input
            {...control}
            maxLength={14}
            value={badge.label ?? ''}
            placeholder="VIP"
            onChange={(event) => change({ label: event.target.value || undefined })}
          />
        )}
      </Field>
      <ColorChoice value={badge.color} onChange={(color) => change({ color })} />
      <Tabs
        label="Mark"
        value={tab}
        onChange={setTab}
        tabs={[
          {
            id: 'emoji',
            label: 'Emoji',
            panel: (
              <Suspense fallback={<Skeleton lines={6} label="Loading the emoji" />}>
                <EmojiPicker onPick={(emoji) => change({ emoji, icon: undefined })} />
              </Suspense>
            ),
          },
          {
            id: 'icon',
            label: 'Icon',
            panel: (
              <IconChoice
                value={badge.icon}
                onChange={(icon) => change({ icon, emoji: undefined })}
              />
            ),
          },
        ]}
      />
      <Button
        look="quiet"
        icon={<Trash2 size={14} aria-hidden="true" />}
        disabled={cleanBadge(badge) === null}
        onClick={() => onChange(null)}
      >
        Remove the badge
      </Button>
    </>
  );
}

function ColorChoice({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (color: string) => void;
}) {
  return (
    <fieldset className="color-choice">
      <legend className="field-label">Colour</legend>
      {badgeColors.map(({ name, hue }) => (
        <label
          key={name}
          className="color hued"
          style={{ '--hue': hue } as CSSProperties}
          title={name}
        >
          <input
            type="radio"
            name="badge-color"
            aria-label={name}
            checked={value === name}
            onChange={() => onChange(name)}
          />
        </label>
      ))}
    </fieldset>
  );
}

function IconChoice({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (icon: string) => void;
}) {
  return (
    <div className="icon-choice">
      {badgeIcons.map(({ name, Icon }) => (
        <button
          key={name}
          type="button"
          className="icon-button"
          aria-label={name}
          aria-pressed={value === name}
          onClick={() => onChange(name)}
        >
          <Icon size={17} />
        </button>
      ))}
    </div>
  );
}
