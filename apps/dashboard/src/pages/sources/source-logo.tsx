import type { SourceLogo as Logo } from '@muster/protocol';
import { PlugZap, Radio, Server, Webhook } from 'lucide-react';
import type { ReactNode } from 'react';
import { Tile } from '../../ui/tile.tsx';

/** A hue and a mark each: the pictures of other companies are theirs. */
const looks: Record<Logo | 'server', { hue: number; mark: ReactNode }> = {
  server: { hue: 236, mark: <Server /> },
  segment: { hue: 312, mark: <PlugZap /> },
  posthog: { hue: 34, mark: <Radio /> },
  hubspot: { hue: 45, mark: 'Hs' },
  salesforce: { hue: 232, mark: 'Sf' },
  'customer-io': { hue: 160, mark: 'Ci' },
  intercom: { hue: 264, mark: 'Ic' },
  stripe: { hue: 284, mark: 'St' },
  zapier: { hue: 60, mark: 'Za' },
  webhook: { hue: 205, mark: <Webhook /> },
};

/** The mark of what sends. Decoration: its name stands beside it. */
export function SourceLogo({ logo, size = 28 }: { logo: Logo | 'server'; size?: 28 | 44 }) {
  const { hue, mark } = looks[logo];
  return (
    <Tile hue={hue} size={size}>
      {mark}
    </Tile>
  );
}
