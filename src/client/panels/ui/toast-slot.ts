import { toast } from 'sonner';

/**
 * Room for one toast, which the next one takes over. Each has an id of its own: what is shown under the id of a
 * toast that is just fading out would fade out with it, unread.
 */
export class ToastSlot {
  #shown: string | number | null = null;

  /** `show` makes the toast with sonner, and says its id. */
  show(show: () => string | number): void {
    this.dismiss();
    this.#shown = show();
  }

  dismiss(): void {
    const id = this.#shown;
    this.#shown = null;
    // Sonner puts a toast up in a timer, and takes one down that is not up yet in vain: after that timer.
    if (id !== null) setTimeout(() => toast.dismiss(id));
  }
}
