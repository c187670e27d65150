/** The mark of Muster: two sets that meet. Decoration: the name stands beside it. */
export function Logo({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" className="logo">
      <circle cx="9" cy="12" r="7.5" fill="var(--accent)" />
      <circle cx="15" cy="12" r="7" fill="none" stroke="var(--ink)" strokeWidth="2" />
    </svg>
  );
}
