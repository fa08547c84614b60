'use client';
import { useSyncExternalStore } from 'react';
import { Toaster } from 'sonner';
import { useIsDark } from '../theme/use-theme';

/** Small screens have no corner to spare: toasts come from above there, where no sheet is. */
const narrow = '(max-width: 767px)';

function subscribeToWidth(listener: () => void): () => void {
  const query = matchMedia(narrow);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/**
 * Where toasts appear: in the corner over the outline, above the status bar, clear of the canvas, its toolbar and
 * the inspector. Read politely (`aria-live`); none leaves while the pointer is on them.
 */
export function Toasts() {
  const isDark = useIsDark();
  const isNarrow = useSyncExternalStore(
    subscribeToWidth,
    () => matchMedia(narrow).matches,
    () => false,
  );
  return (
    <Toaster
      theme={isDark ? 'dark' : 'light'}
      position={isNarrow ? 'top-center' : 'bottom-left'}
      expand
      offset={isNarrow ? { top: 52 } : { bottom: 40, left: 12 }}
      mobileOffset={{ top: 52, left: 8, right: 8 }}
      visibleToasts={3}
      gap={8}
      closeButton
      containerAriaLabel="Notifications"
      toastOptions={{
        duration: 5_000,
        unstyled: true,
        classNames: {
          toast:
            'group flex w-(--width) duration-150! items-start gap-2.5 rounded-box bg-raised px-3.5 py-3 text-sm text-ink shadow-pop font-sans',
          content: 'min-w-0 flex-1',
          title: 'font-medium',
          // Marked important: in dark the library brings a colour of its own for it.
          description: 'mt-0.5 text-ink-mute!',
          icon: 'mt-0.5 text-ink-mute [&>svg]:size-4',
          error: '[&>[data-icon]]:text-bad',
          warning: '[&>[data-icon]]:text-warn',
          success: '[&>[data-icon]]:text-good',
          actionButton:
            'shrink-0 self-center rounded-control px-2 h-7 text-xs font-medium ring-1 ring-inset ring-line-strong hover:bg-hover',
          cancelButton:
            'shrink-0 self-center rounded-control px-2 h-7 text-xs font-medium text-ink-soft hover:bg-hover',
          closeButton:
            'absolute -top-1.5 -right-1.5 size-5 inline-flex items-center justify-center rounded-full bg-raised text-ink-mute ring-1 ring-line-strong opacity-0 group-hover:opacity-100 focus-visible:opacity-100 [&>svg]:size-3',
        },
      }}
    />
  );
}
