/** The mark: two tables and the key between them. */
export function Logo({ className }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 20 20" fill="none" aria-hidden="true" className={className}>
      <rect x="1" y="1" width="18" height="18" rx="5" className="fill-accent" />
      <path
        d="M5.4 6.2 8.1 13.4 10.6 6.8"
        className="stroke-accent-ink"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="13.4" cy="11.3" r="2.1" className="stroke-accent-ink" strokeWidth="1.6" />
    </svg>
  );
}
