// @vitest-environment happy-dom
import { AppRouterContext } from 'next/dist/shared/lib/app-router-context.shared-runtime';
import { act, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ActionResult } from '@/lib/procedures/result';
import { ConfirmForm } from './confirm-form';
import { isAnyFormDirty } from './dirty';
import { Form } from './form';
import { FormActions } from './form-actions';
import { SecretField } from './secret-field';
import { SubmitButton } from './submit-button';
import { TextField } from './text-field';

(globalThis as Record<string, unknown>).IS_REACT_ACT_ENVIRONMENT = true;

const router = { push() {}, replace() {}, refresh() {}, back() {}, forward() {}, prefetch() {} } as never;
let root: Root;

beforeEach(() => {
  document.body.innerHTML = '<div id="root"></div>';
  root = createRoot(document.getElementById('root') as HTMLElement);
});
afterEach(() => act(() => root.unmount()));

async function show(children: ReactNode) {
  await act(async () => root.render(<AppRouterContext value={router}>{children}</AppRouterContext>));
}

function field(name: string): HTMLInputElement {
  const found = document.querySelector<HTMLInputElement>(`[name="${name}"]`);
  if (!found) throw new Error(`no field ${name}`);
  return found;
}

async function type(name: string, text: string) {
  await act(async () => {
    field(name).value = text;
    field(name).dispatchEvent(new Event('input', { bubbles: true }));
  });
}

async function press() {
  await act(async () => document.querySelector<HTMLButtonElement>('button[type="submit"]')?.click());
}

type Answer = ActionResult<null>;
const refusal = (error: Partial<Extract<Answer, { ok: false }>['error']>): Answer => ({
  ok: false,
  error: { code: 'invalid', message: 'Not accepted.', ...error },
});

async function showForm(action: (previous: Answer | null, data: FormData) => Promise<Answer>) {
  await show(
    <Form action={action} saved="Saved">
      <TextField name="host" label="Address" help="A name or an address." />
      <SecretField name="passphrase" label="Passphrase" optional />
      <FormActions>
        <SubmitButton running="Checking connection…">Add server</SubmitButton>
      </FormActions>
    </Form>,
  );
}

describe('After a refusal', () => {
  test('everything typed is still there, secrets too', async () => {
    await showForm(async () => refusal({ fields: { host: 'Unknown name.' } }));
    await type('host', 'web-1');
    await type('passphrase', 'hunter2');
    await press();
    expect([field('host').value, field('passphrase').value]).toEqual(['web-1', 'hunter2']);
  });

  test('the wrong field has the focus and says what is wrong with it', async () => {
    await showForm(async () => refusal({ fields: { host: 'Unknown name.' } }));
    await type('host', 'web-1');
    await press();
    expect(document.activeElement).toBe(field('host'));
    expect(field('host').getAttribute('aria-invalid')).toBe('true');
    const described = (field('host').getAttribute('aria-describedby') ?? '').split(' ');
    expect(described.map((id) => document.getElementById(id)?.textContent)).toEqual([
      'Unknown name.',
      'A name or an address.',
    ]);
  });

  test('two wrong fields are listed above, with links to them', async () => {
    await showForm(async () => refusal({ fields: { host: 'Unknown name.', passphrase: 'Too short.' } }));
    await type('host', 'web-1');
    await press();
    const summary = document.querySelector('[role="alert"]');
    expect(summary?.textContent).toContain('2 fields need a correction');
    await act(async () => summary?.querySelectorAll('a')[1]?.click());
    expect(document.activeElement).toBe(field('passphrase'));
  });

  test('a field that is not on the page does not hide its error', async () => {
    await showForm(async () =>
      refusal({ message: 'Unknown key: colour.', fields: { colour: 'Unknown key: colour.' } }),
    );
    await type('host', 'web-1');
    await press();
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('Unknown key: colour.');
  });

  test('a password that must be confirmed is asked for in the same form, once', async () => {
    const sent: (string | null)[] = [];
    await showForm(async (_, data) => {
      sent.push(data.get('reauthPassword') as string | null);
      return data.get('reauthPassword') ? { ok: true, data: null } : refusal({ code: 'reauth_required' });
    });
    await type('host', 'web-1');
    await press();
    expect(field('host').value).toBe('web-1');
    await type('reauthPassword', 'correct horse');
    await press();
    expect(sent).toEqual([null, 'correct horse']);
    expect(document.querySelector('[name="reauthPassword"]')).toBeNull();
  });

  test('a lost connection is said in words', async () => {
    await showForm(() => Promise.reject(new TypeError('fetch failed')));
    await type('host', 'web-1');
    await press();
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('Tomo did not answer');
    expect(field('host').value).toBe('web-1');
  });
});

test('while it runs the label stays, the work is named, and a second click sends nothing', async () => {
  let sent = 0;
  let answer: (result: Answer) => void = () => {};
  await showForm(() => {
    sent += 1;
    return new Promise((resolve) => {
      answer = resolve;
    });
  });
  await type('host', 'web-1');
  await act(async () => {
    for (const _ of ['Enter', 'Enter again']) {
      document
        .querySelector('form')
        ?.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }));
    }
  });
  await press();
  const button = document.querySelector('button[type="submit"]');
  expect([sent, button?.textContent, button?.getAttribute('aria-disabled')]).toEqual([
    1,
    'Add server',
    'true',
  ]);
  expect(document.body.textContent).toContain('Checking connection…');
  await act(async () => answer({ ok: true, data: null }));
  expect(document.body.textContent).toContain('Saved');
  expect(sent).toBe(1);
});

test('a form is dirty from the first letter until it is saved, and a saved secret is gone from the page', async () => {
  await showForm(async () => ({ ok: true, data: null }));
  expect(isAnyFormDirty()).toBe(false);
  await type('host', 'web-1');
  await type('passphrase', 'hunter2');
  expect(isAnyFormDirty()).toBe(true);
  await press();
  expect([isAnyFormDirty(), field('passphrase').value, field('host').value]).toEqual([false, '', 'web-1']);
});

describe('After the session ended', () => {
  test('what was typed comes back on the next visit, without secrets', async () => {
    await showForm(async () => refusal({ code: 'unauthenticated' }));
    await type('host', 'web-1');
    await type('passphrase', 'hunter2');
    await press();
    expect(document.querySelector('[role="alert"] a')?.getAttribute('href')).toContain('/login?next=');
    expect(JSON.stringify({ ...sessionStorage })).not.toContain('hunter2');

    await act(() => root.unmount());
    document.body.innerHTML = '<div id="root"></div>';
    root = createRoot(document.getElementById('root') as HTMLElement);
    await showForm(async () => ({ ok: true, data: null }));
    expect([field('host').value, field('passphrase').value]).toEqual(['web-1', '']);
    expect(sessionStorage.length).toBe(0);
  });
});

describe('What destroys data', () => {
  async function showConfirmation(onRun: () => void) {
    const { AlertDialog, AlertDialogContent, AlertDialogTitle } = await import(
      '@/components/ui/alert-dialog'
    );
    const confirmation = {
      tier: 3 as const,
      title: 'Remove web-1',
      consequence: '',
      confirm: 'Remove web-1',
      running: 'Removing…',
      typed: { text: 'web-1', name: 'typed' },
      action: async (): Promise<Answer> => {
        onRun();
        return { ok: true, data: null };
      },
    };
    await show(
      <AlertDialog open>
        <AlertDialogContent aria-describedby={undefined}>
          <AlertDialogTitle>Remove web-1</AlertDialogTitle>
          <ConfirmForm confirmation={confirmation} close={() => {}} />
        </AlertDialogContent>
      </AlertDialog>,
    );
  }

  async function fill(text: string) {
    const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    await act(async () => {
      setter?.call(field('typed'), text);
      field('typed').dispatchEvent(new Event('input', { bubbles: true }));
    });
  }

  test('does not run before the exact name is typed', async () => {
    let ran = 0;
    await showConfirmation(() => {
      ran += 1;
    });
    await press();
    await fill('web-2');
    await press();
    expect(ran).toBe(0);
    await fill('web-1');
    await press();
    expect(ran).toBe(1);
  });

  test('is not confirmed by Enter', async () => {
    await showConfirmation(() => {});
    await fill('web-1');
    const enter = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
    await act(async () => field('typed').dispatchEvent(enter));
    expect(enter.defaultPrevented).toBe(true);
  });
});
