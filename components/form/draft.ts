const secretName = /password|secret|private_?key|passphrase|token/i;

/** Keeps what was typed for the way through the sign-in page and back. Secret fields are left out. */
export function saveDraft(form: HTMLFormElement): void {
  const typed = [...new FormData(form)].filter(
    ([name, value]) =>
      typeof value === 'string' && value !== '' && !name.startsWith('$') && !isSecret(form, name),
  );
  try {
    sessionStorage.setItem(keyOf(form), JSON.stringify(typed));
  } catch {
    // A full or forbidden storage costs the draft, not the page.
  }
}

/** Puts a kept draft back into the form, once. Tells whether there was one. */
export function restoreDraft(form: HTMLFormElement): boolean {
  let stored: string | null = null;
  try {
    stored = sessionStorage.getItem(keyOf(form));
    sessionStorage.removeItem(keyOf(form));
  } catch {
    return false;
  }
  if (!stored) return false;
  for (const [name, value] of JSON.parse(stored) as [string, string][]) fill(form, name, value);
  return true;
}

function fill(form: HTMLFormElement, name: string, value: string): void {
  for (const field of form.querySelectorAll<HTMLInputElement>(`[name="${CSS.escape(name)}"]`)) {
    if (field.type === 'hidden' || isSecret(form, name)) continue;
    if (field.type !== 'checkbox' && field.type !== 'radio') field.value = value;
    else if (field.value === value) field.checked = true;
  }
}

function isSecret(form: HTMLFormElement, name: string): boolean {
  return secretName.test(name) || form.querySelector(`[name="${CSS.escape(name)}"][data-secret]`) !== null;
}

/** A form is known by its page and the names of its fields: ids change between visits. */
function keyOf(form: HTMLFormElement): string {
  const names = [...form.querySelectorAll<HTMLInputElement>('[name]')].map((field) => field.name);
  return `tomo-draft:${location.pathname}:${[...new Set(names)].filter((name) => !name.startsWith('$')).join(',')}`;
}
