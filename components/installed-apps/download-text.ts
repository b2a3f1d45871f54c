/** Hands a text to the person as a file. */
export function downloadText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name.toLowerCase().replace(/[^a-z0-9.]+/g, '-');
  link.click();
  URL.revokeObjectURL(url);
}
