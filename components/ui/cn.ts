import { type ClassValue, clsx } from 'clsx';
import { createTailwindMerge } from 'tailwind-merge';

const any = [() => true];
/** `[5px]`, `[0.93em]`: an arbitrary length, not a colour. */
const isLength = (value: string) => /^\[[\d.]/.test(value);
const sizes = ['xs', 'table', 'sm', 'base', 'xl', 'figure'];
const weights = ['normal', 'medium', 'semibold'];
const sides = ['', 'x', 'y', 't', 'r', 'b', 'l', 's', 'e'];

/** `p-4`, `px-4`, … as one group each. */
function perSide(name: string, values: unknown[]) {
  return Object.fromEntries(sides.map((side) => [name + side, [{ [name + side]: values }]]));
}

/** What the wider class replaces: `p` all sides, `px` left and right. */
function covered(name: string) {
  return {
    [name]: sides.slice(1).map((side) => name + side),
    [`${name}x`]: [`${name}l`, `${name}r`, `${name}s`, `${name}e`],
    [`${name}y`]: [`${name}t`, `${name}b`],
  };
}

// Only the utilities this stylesheet has and components override. The library's own table knows all of Tailwind and
// would be the largest single thing in the browser after the framework.
const merge = createTailwindMerge(() => ({
  cacheSize: 500,
  theme: {},
  classGroups: {
    display: [
      'block',
      'inline',
      'inline-block',
      'flex',
      'inline-flex',
      'grid',
      'inline-grid',
      'contents',
      'hidden',
    ],
    position: ['static', 'fixed', 'absolute', 'relative', 'sticky'],
    ...perSide('p', any),
    ...perSide('m', any),
    'border-side': [{ border: ['x', 'y', 't', 'r', 'b', 'l'] }],
    'border-width': [{ border: ['', '0', '2', '4', isLength] }],
    'border-style': [{ border: ['solid', 'dashed', 'dotted'] }],
    'border-color': [{ border: any }],
    size: [{ size: any }],
    w: [{ w: any }],
    h: [{ h: any }],
    'min-w': [{ 'min-w': any }],
    'min-h': [{ 'min-h': any }],
    'max-w': [{ 'max-w': any }],
    'max-h': [{ 'max-h': any }],
    inset: [{ inset: any }],
    top: [{ top: any }],
    right: [{ right: any }],
    bottom: [{ bottom: any }],
    left: [{ left: any }],
    z: [{ z: any }],
    'gap-x': [{ 'gap-x': any }],
    'gap-y': [{ 'gap-y': any }],
    gap: [{ gap: any }],
    'flex-direction': [{ flex: ['row', 'row-reverse', 'col', 'col-reverse'] }],
    'flex-wrap': [{ flex: ['wrap', 'nowrap'] }],
    flex: [{ flex: any }],
    shrink: [{ shrink: any }],
    basis: [{ basis: any }],
    'grid-cols': [{ 'grid-cols': any }],
    items: [{ items: any }],
    justify: [{ justify: any }],
    self: [{ self: any }],
    'font-size': [{ text: [...sizes, isLength] }],
    'text-align': [{ text: ['left', 'center', 'right'] }],
    'text-wrap': [{ text: ['balance', 'wrap', 'nowrap'] }],
    'text-color': [{ text: any }],
    'font-weight': [{ font: weights }],
    'font-family': [{ font: ['sans', 'mono'] }],
    whitespace: [{ whitespace: any }],
    bg: [{ bg: any }],
    rounded: [{ rounded: any }],
    'overflow-x': [{ 'overflow-x': any }],
    'overflow-y': [{ 'overflow-y': any }],
    overflow: [{ overflow: any }],
    opacity: [{ opacity: any }],
    'field-sizing': [{ 'field-sizing': any }],
  },
  conflictingClassGroups: {
    ...covered('p'),
    ...covered('m'),
    size: ['w', 'h'],
    gap: ['gap-x', 'gap-y'],
    inset: ['top', 'right', 'bottom', 'left'],
    overflow: ['overflow-x', 'overflow-y'],
  },
  conflictingClassGroupModifiers: {},
  postfixLookupClassGroups: [],
  orderSensitiveModifiers: ['before', 'after', 'placeholder', '*', '**'],
}));

/** Joins class names; of two utilities for the same property the later one wins. */
export function cn(...inputs: ClassValue[]): string {
  return merge(clsx(inputs));
}
