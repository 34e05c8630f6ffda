/** The mark of the console. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--action)" />
      <path
        d="M21.5 12.2a6.6 6.6 0 1 0 0 7.6"
        fill="none"
        stroke="var(--on-action)"
        strokeWidth="3.2"
        strokeLinecap="round"
      />
      <circle cx="21.6" cy="16" r="2" fill="var(--accent)" />
    </svg>
  );
}
