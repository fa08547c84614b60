import { ToastSlot } from '../ui/toast-slot';

/** The one toast with an Undo. It speaks of the last edit, so it goes as soon as there is another one. */
export const undoToast = new ToastSlot();
