import type { LiveFeed } from '../projects/project-service';
import type { Notifications } from '../storage/notifications';

const channel = 'versionzero_changes';

/**
 * Wakes the feed of this server at once and, by a notification, those of the others. Nothing relies on it:
 * they poll as well.
 */
export function wakeOthers(
  feed: Pick<LiveFeed, 'wake'>,
  notifications: Notifications,
): Pick<LiveFeed, 'wake'> & { close(): void } {
  const close = notifications.listen(channel, (projectId) => feed.wake(projectId));
  return {
    wake: (projectId, isRead) => {
      feed.wake(projectId, isRead);
      notifications.notify(channel, projectId);
    },
    close,
  };
}
