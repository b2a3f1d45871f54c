'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { shellMessages } from './messages';
import { rememberChoice } from './view-cookies';

const themes = [
  { value: 'system', icon: Monitor },
  { value: 'light', icon: Sun },
  { value: 'dark', icon: Moon },
] as const;

type Theme = (typeof themes)[number]['value'];

/** Switches the colours at once and remembers it in the cookie from which the server writes the next page. */
export function ThemeChoice({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState<Theme>(initial);

  function choose(next: Theme) {
    setTheme(next);
    rememberChoice('theme', next);
    const { classList } = document.documentElement;
    classList.remove('light', 'dark');
    if (next !== 'system') classList.add(next);
  }

  return (
    <fieldset className="flex items-center justify-between gap-3">
      <legend className="float-left text-muted-foreground text-table">{shellMessages.theme}</legend>
      <div className="flex rounded-md border p-0.5">
        {themes.map(({ value, icon: Icon }) => (
          <label
            key={value}
            title={shellMessages.themes[value]}
            className="flex size-7 items-center justify-center rounded-sm text-muted-foreground has-checked:bg-muted has-checked:text-foreground has-focus-visible:outline-2 has-focus-visible:outline-accent-ink pointer-coarse:size-11"
          >
            <input
              type="radio"
              name="theme"
              value={value}
              checked={theme === value}
              onChange={() => choose(value)}
              className="sr-only"
            />
            <Icon aria-hidden="true" />
            <span className="sr-only">{shellMessages.themes[value]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
