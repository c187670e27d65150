import { SwitchCard } from './switch-card.tsx';

/** Whether pages in debug mode are told why experiences are shown or not. */
export function ExplainCard({ isOn }: { isOn: boolean }) {
  return (
    <SwitchCard
      title="Reasons in pages"
      setting="explainsInPages"
      isOn={isOn}
      actions={{ on: 'Show the reasons', off: 'Hide the reasons' }}
      said={{
        on: 'Pages in debug mode are told the reasons from now on.',
        off: 'Pages are told no reasons any more.',
      }}
    >
      <p className="settings-note">
        When it is on, a page in debug mode is told of each live experience which rule lets it be
        shown or keeps it back. Anybody can put a page into debug mode, so turn it on while you try
        things out. The Experiences tab of a profile says the same at any time.
      </p>
    </SwitchCard>
  );
}
