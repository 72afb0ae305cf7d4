/** A light and its rings. */
export function Brand() {
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" fill="none" stroke="currentColor" strokeLinecap="round" strokeWidth="1.7">
      <circle cx="5.5" cy="10" r="2.2" fill="currentColor" stroke="none" />
      <path d="M9.3 5.9a6 6 0 0 1 0 8.2M12.2 3.3a9.7 9.7 0 0 1 0 13.4M15.3 1.2a13.5 13.5 0 0 1 0 17.6" />
    </svg>
  );
}
