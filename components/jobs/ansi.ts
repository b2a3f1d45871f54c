import Anser from 'anser';

/** A piece of a line with the class of its colour, if it has one. */
export type Span = { text: string; className: string | undefined };

// Colours of the terminal in the tokens of the theme; backgrounds are left out, they would break contrast.
const inks: Record<string, string> = {
  'ansi-red': 'text-danger',
  'ansi-bright-red': 'text-danger',
  'ansi-green': 'text-success',
  'ansi-bright-green': 'text-success',
  'ansi-yellow': 'text-warning',
  'ansi-bright-yellow': 'text-warning',
  'ansi-blue': 'text-info',
  'ansi-bright-blue': 'text-info',
  'ansi-magenta': 'text-accent-ink',
  'ansi-bright-magenta': 'text-accent-ink',
  'ansi-cyan': 'text-info',
  'ansi-bright-cyan': 'text-info',
};

// Marks that reorder text would make a line say something else than it holds.
const BIDI = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Cuts a line at its colour codes. Everything else in it is text; direction marks are made visible. */
export function ansiSpans(message: string): Span[] {
  const visible = message.replace(BIDI, (mark) => `\\u${mark.charCodeAt(0).toString(16)}`);
  if (!visible.includes('\x1b')) return [{ text: visible, className: undefined }];
  return Anser.ansiToJson(visible, { use_classes: true, remove_empty: true }).map(
    ({ content, fg, decorations }) => {
      const classes = [
        fg ? inks[fg] : undefined,
        decorations.includes('bold') ? 'font-semibold' : undefined,
      ].filter(Boolean);
      return { text: content, className: classes.join(' ') || undefined };
    },
  );
}
