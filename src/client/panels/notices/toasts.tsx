'use client';
import { Toaster } from 'sonner';
import { useIsDark } from '../theme/use-theme';

/** Where toasts appear: bottom left of the inspector, above the status bar, read politely (`aria-live`). */
export function Toasts() {
  const isDark = useIsDark();
  return (
    <Toaster
      theme={isDark ? 'dark' : 'light'}
      position="bottom-center"
      expand
      offset={{ bottom: 92 }}
      mobileOffset={{ bottom: 148 }}
      visibleToasts={4}
      gap={8}
      closeButton
      containerAriaLabel="Notifications"
      toastOptions={{
        duration: 6_000,
        unstyled: true,
        classNames: {
          toast:
            'group flex w-[356px] items-start gap-2.5 rounded-box bg-raised px-3.5 py-3 text-sm text-ink shadow-pop font-sans',
          content: 'min-w-0 flex-1',
          title: 'font-medium',
          description: 'mt-0.5 text-ink-mute',
          icon: 'mt-0.5 text-ink-mute [&>svg]:size-4',
          error: '[&>[data-icon]]:text-bad',
          warning: '[&>[data-icon]]:text-warn',
          success: '[&>[data-icon]]:text-good',
          actionButton:
            'shrink-0 self-center rounded-control px-2 h-7 text-xs font-medium ring-1 ring-inset ring-line-strong hover:bg-hover',
          closeButton:
            'absolute -top-1.5 -right-1.5 size-5 inline-flex items-center justify-center rounded-full bg-raised text-ink-mute ring-1 ring-line-strong opacity-0 group-hover:opacity-100 focus-visible:opacity-100 [&>svg]:size-3',
        },
      }}
    />
  );
}
