/** The mark: layer behind layer. */
export function BrandMark({ size = 22 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 22 22" fill="none" aria-hidden>
      <rect x="1" y="2" width="13" height="13" rx="2" stroke="var(--ink)" strokeWidth="1.7" />
      <rect
        x="5.5"
        y="6"
        width="10.5"
        height="10.5"
        rx="2"
        fill="var(--panel)"
        stroke="var(--fwd)"
        strokeWidth="1.7"
      />
      <rect x="11" y="11" width="9" height="9" rx="1.8" fill="var(--bwd)" />
    </svg>
  );
}
