export type ToastMessage = {
  title: string;
  description?: string;
  /** Where the confirmed thing can be seen. */
  action?: { label: string; href: string };
};

export type ShownToast = ToastMessage & { id: number };

const most = 3;
const listeners = new Set<() => void>();
let shown: ShownToast[] = [];
let count = 0;

/**
 * Confirms something that is also visible elsewhere, such as "Deploy started – View". Errors never come as a toast:
 * they stand in the form or on the page.
 */
export function showToast(message: ToastMessage): void {
  count += 1;
  publish([...shown, { ...message, id: count }].slice(-most));
}

export function dismissToast(id: number): void {
  publish(shown.filter((toast) => toast.id !== id));
}

export function shownToasts(): ShownToast[] {
  return shown;
}

export function watchToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function publish(next: ShownToast[]): void {
  shown = next;
  for (const listener of listeners) listener();
}
