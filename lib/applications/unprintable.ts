import 'server-only';

// Overrides of the text direction make a text read differently from what it is; lone surrogates are no text at all.
const inLines = /\p{Cc}|[\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/u;
const inTexts = /[^\P{Cc}\t\n\u0085]|[\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/u;

/** Whether a single line contains control characters, direction overrides or broken characters. */
export function isUnprintableLine(text: string): boolean {
  return inLines.test(text);
}

/** The same for texts of several lines: tabs and line feeds are allowed there. */
export function isUnprintableText(text: string): boolean {
  return inTexts.test(text);
}
