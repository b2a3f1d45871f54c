import { expect, test } from 'vitest';
import { cn } from './cn';

test.each([
  // What a caller passes replaces what the component says …
  ['px-3 h-(--control)', 'px-2', 'h-(--control) px-2'],
  ['px-4 py-3', 'p-0', 'p-0'],
  ['pl-9', 'px-3', 'px-3'],
  ['size-4', 'size-5', 'size-5'],
  ['h-9 w-9', 'size-5', 'size-5'],
  ['font-medium text-sm', 'font-normal text-table', 'font-normal text-table'],
  ['text-muted-foreground', 'text-danger', 'text-danger'],
  ['bg-card', 'bg-muted', 'bg-muted'],
  ['justify-center', 'justify-start', 'justify-start'],
  ['inline-flex', 'hidden', 'hidden'],
  ['border-border', 'border-danger', 'border-danger'],
  ['rounded-md', 'rounded-full', 'rounded-full'],
  ['-mr-2', 'mr-0', 'mr-0'],
  ['max-md:hidden', 'max-md:flex', 'max-md:flex'],
  ['flex-col', 'flex-row-reverse', 'flex-row-reverse'],
  // … and what only looks alike stays.
  ['text-sm', 'text-danger', 'text-sm text-danger'],
  ['text-table', 'text-right', 'text-table text-right'],
  ['border', 'border-t', 'border border-t'],
  ['checked:border-[5px]', 'checked:border-primary', 'checked:border-[5px] checked:border-primary'],
  ['text-[0.93em]', 'text-danger', 'text-[0.93em] text-danger'],
  ['border border-border', 'border-dashed', 'border border-border border-dashed'],
  ['font-mono', 'font-medium', 'font-mono font-medium'],
  ['px-4', 'pl-2', 'px-4 pl-2'],
  ['flex', 'flex-1 flex-wrap flex-col', 'flex flex-1 flex-wrap flex-col'],
  ['hidden', 'md:flex', 'hidden md:flex'],
  ['hover:bg-muted bg-card', 'bg-muted', 'hover:bg-muted bg-muted'],
  ['min-w-0 w-full max-w-80', 'w-44', 'min-w-0 max-w-80 w-44'],
  ['page-gutter late', 'animate-spin', 'page-gutter late animate-spin'],
])('"%s" with "%s" gives "%s"', (own, given, merged) => expect(cn(own, given)).toBe(merged));
