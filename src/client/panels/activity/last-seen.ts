/** Up to where this browser's reader has seen a project's log. A convenience: without storage nothing is told. */
const keyOf = (projectId: string) => `versionzero.seen.${projectId}`;

/** The time of the newest edit that was seen, `''` when there was none yet; null on the first visit. */
export function lastSeenOf(projectId: string): string | null {
  try {
    return localStorage.getItem(keyOf(projectId));
  } catch {
    return null;
  }
}

export function setLastSeen(projectId: string, at: string): void {
  try {
    localStorage.setItem(keyOf(projectId), at);
  } catch {
    // Private windows and full disks: the next visit is a first one again.
  }
}
