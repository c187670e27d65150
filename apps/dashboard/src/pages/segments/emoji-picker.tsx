import { EmojiPicker as Frimousse } from 'frimousse';

/** All emoji, searched by name. The data comes from our own origin. */
export function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  return (
    <Frimousse.Root
      className="emoji-picker"
      locale="en"
      emojibaseUrl="/emoji"
      onEmojiSelect={({ emoji }) => onPick(emoji)}
    >
      <Frimousse.Search className="input" aria-label="Search emoji" placeholder="Search emoji…" />
      <Frimousse.Viewport className="emoji-viewport">
        <Frimousse.Loading className="popup-empty">Loading…</Frimousse.Loading>
        <Frimousse.Empty className="popup-empty">No emoji is called that.</Frimousse.Empty>
        <Frimousse.List
          components={{
            CategoryHeader: ({ category, ...props }) => (
              <div {...props} className="emoji-category">
                {category.label}
              </div>
            ),
            Emoji: ({ emoji, ...props }) => (
              <button {...props} type="button" className="emoji" aria-label={emoji.label}>
                {emoji.emoji}
              </button>
            ),
          }}
        />
      </Frimousse.Viewport>
    </Frimousse.Root>
  );
}
