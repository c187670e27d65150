import {
  Braces,
  CircleUserRound,
  Layers,
  type LucideIcon,
  MousePointerClick,
  PlugZap,
  Radio,
  Sparkles,
  Webhook,
  Zap,
} from 'lucide-react';

const icons: Readonly<Record<string, LucideIcon>> = {
  Braces,
  CircleUserRound,
  Layers,
  MousePointerClick,
  PlugZap,
  Radio,
  Sparkles,
  Webhook,
  Zap,
};

/** The icon that a category of conditions names. A name that is not here is our own mistake: it throws. */
export function findCategoryIcon(name: string): LucideIcon {
  const icon = icons[name];
  if (icon === undefined) throw new Error(`No icon ${name} for a category.`);
  return icon;
}
