/** What the sign-in page says without scripts of its own. */
export const loginPageMessages = {
  product: 'Tomo',
  title: 'Sign in',
  forgot: 'Forgot your password?',
  forgotText:
    'An administrator of this Tomo can give you a one-time link. With access to its machine, run there:',
  forgotCommand: 'npm run tomo -- reset-password NAME',
  ended: {
    limit: 'Your session ended. Sign in again to go on.',
    revoked: 'You were signed out. Sign in again to go on.',
    password: 'The password was changed. Sign in again to go on.',
    disabled: 'Your session ended. Sign in again to go on.',
  },
} as const;

export const originMessages = {
  label: 'Sign-in notice',
  lost: 'This browser can read, but no longer change anything: what proves its changes is gone.',
  again: 'Sign in again',
} as const;

export const signOutMessages = { submit: 'Sign out', failed: 'Not signed out. Try again.' } as const;
