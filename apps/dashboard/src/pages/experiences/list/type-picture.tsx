import type { ExperienceType } from '@muster/protocol';
import type { ReactNode } from 'react';

// Each a page of 120 × 72 with the experience on it; colours are the theme's, by class.
const pictures: Readonly<Record<ExperienceType, ReactNode>> = {
  tour: (
    <>
      <rect x="12" y="18" width="30" height="9" rx="3" className="picture-spot" />
      <path d="M46 22l6-4v8z" className="picture-card" />
      <rect x="51" y="13" width="56" height="34" rx="5" className="picture-card" />
      <rect x="57" y="19" width="30" height="4" rx="2" className="picture-ink" />
      <rect x="57" y="27" width="43" height="3" rx="1.5" className="picture-line" />
      <rect x="57" y="38" width="16" height="5" rx="2.5" className="picture-accent" />
      <circle cx="92" cy="40.5" r="1.5" className="picture-accent" />
      <circle cx="97" cy="40.5" r="1.5" className="picture-line" />
      <circle cx="102" cy="40.5" r="1.5" className="picture-line" />
    </>
  ),
  survey: (
    <>
      <rect x="46" y="26" width="66" height="39" rx="5" className="picture-card" />
      <rect x="52" y="32" width="44" height="4" rx="2" className="picture-ink" />
      {[0, 1, 2, 3, 4].map((place) => (
        <rect
          key={place}
          x={52 + place * 11}
          y="42"
          width="9"
          height="9"
          rx="2.5"
          className={place === 3 ? 'picture-accent' : 'picture-field'}
        />
      ))}
      <rect x="52" y="56" width="18" height="3" rx="1.5" className="picture-line" />
      <rect x="88" y="56" width="17" height="3" rx="1.5" className="picture-line" />
    </>
  ),
  banner: (
    <>
      <rect x="1" y="9" width="118" height="14" className="picture-accent" />
      <rect x="10" y="14" width="58" height="4" rx="2" className="picture-on-accent" />
      <rect x="90" y="12.5" width="20" height="7" rx="3.5" className="picture-on-accent" />
    </>
  ),
  hint: (
    <>
      <rect x="12" y="20" width="34" height="9" rx="3" className="picture-line" />
      <circle cx="47" cy="20" r="7" className="picture-halo" />
      <circle cx="47" cy="20" r="3.5" className="picture-accent" />
      <rect x="52" y="30" width="54" height="26" rx="5" className="picture-card" />
      <rect x="58" y="36" width="26" height="4" rx="2" className="picture-ink" />
      <rect x="58" y="44" width="41" height="3" rx="1.5" className="picture-line" />
    </>
  ),
  checklist: (
    <>
      <rect x="50" y="14" width="62" height="51" rx="5" className="picture-card" />
      <rect x="56" y="20" width="28" height="4" rx="2" className="picture-ink" />
      <rect x="56" y="28" width="50" height="3" rx="1.5" className="picture-field" />
      <rect x="56" y="28" width="22" height="3" rx="1.5" className="picture-accent" />
      {[37, 46, 55].map((y, place) => (
        <g key={y}>
          <circle
            cx="59.5"
            cy={y + 1.5}
            r="3.5"
            className={place === 0 ? 'picture-accent' : 'picture-field'}
          />
          <rect x="67" y={y} width={34 - place * 6} height="3" rx="1.5" className="picture-line" />
        </g>
      ))}
    </>
  ),
  post: (
    <>
      <rect x="26" y="13" width="68" height="52" rx="5" className="picture-card" />
      <rect x="26" y="13" width="68" height="18" rx="5" className="picture-field" />
      <circle cx="40" cy="22" r="4" className="picture-accent" />
      <path d="M44 31l14-11 10 8 6-4 12 7z" className="picture-spot" />
      <rect x="32" y="37" width="36" height="4" rx="2" className="picture-ink" />
      <rect x="32" y="46" width="54" height="3" rx="1.5" className="picture-line" />
      <rect x="32" y="53" width="44" height="3" rx="1.5" className="picture-line" />
    </>
  ),
  resourceCenter: (
    <>
      <rect x="58" y="14" width="50" height="40" rx="5" className="picture-card" />
      {[20, 31, 42].map((y) => (
        <g key={y}>
          <rect x="64" y={y} width="7" height="7" rx="2" className="picture-spot" />
          <rect x="75" y={y + 2} width="26" height="3" rx="1.5" className="picture-line" />
        </g>
      ))}
      <circle cx="103" cy="61" r="6" className="picture-accent" />
      <circle cx="103" cy="61" r="2" className="picture-on-accent" />
    </>
  ),
};

/** A small drawing of what an experience of a type looks like on a page. Decoration. */
export function TypePicture({ type }: { type: ExperienceType }) {
  return (
    <svg viewBox="0 0 120 72" className="type-picture" aria-hidden="true">
      <rect x="0.5" y="0.5" width="119" height="71" rx="7" className="picture-page" />
      <circle cx="7" cy="5" r="1.2" className="picture-line" />
      <circle cx="11" cy="5" r="1.2" className="picture-line" />
      <path d="M0.500 9h119" className="picture-edge" />
      <rect x="12" y="36" width="26" height="3" rx="1.5" className="picture-field" />
      <rect x="12" y="43" width="34" height="3" rx="1.5" className="picture-field" />
      <rect x="12" y="50" width="20" height="3" rx="1.5" className="picture-field" />
      {pictures[type]}
    </svg>
  );
}
