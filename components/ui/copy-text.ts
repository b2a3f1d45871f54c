/** Puts `text` into the clipboard. Resolves to false when the browser refused, so nobody is told a lie. */
export async function copyText(text: string): Promise<boolean> {
  // The clipboard object exists in secure contexts only; most installations are reached as http://192.168.…
  if (window.isSecureContext && navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyBySelection(text);
    }
  }
  return copyBySelection(text);
}

function copyBySelection(text: string): boolean {
  const former = document.activeElement;
  // Inside an open dialog the focus trap would take the focus back before the copy.
  const host = former?.closest('[role="dialog"], [role="alertdialog"]') ?? document.body;
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.style.cssText = 'position:fixed;top:0;left:0;opacity:0;font-size:16px';
  host.append(field);
  field.focus({ preventScroll: true });
  field.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    field.remove();
    if (former instanceof HTMLElement) former.focus({ preventScroll: true });
  }
}
