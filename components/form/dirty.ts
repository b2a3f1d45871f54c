const dirtyForms = new Set<string>();

/** Whether any form of this page holds something typed and not saved. */
export function isAnyFormDirty(): boolean {
  return dirtyForms.size > 0;
}

export function markDirty(formId: string, dirty: boolean): void {
  if (dirty) dirtyForms.add(formId);
  else dirtyForms.delete(formId);
}
