/** Words that every page before the sign-in shares. Each page has its own besides, so that it downloads no others. */
export const doorMessages = {
  needsScripts: 'Signing in needs scripts, and this browser does not run them.',
  unreachable: 'Tomo did not answer.',
  unreachableHint: 'Check the connection, then try again.',
  failed: 'Something went wrong inside Tomo.',
  failedHint: 'Try again. If it stays, the system log of the machine tells why.',
  foreign: 'This page is out of date.',
  foreignHint: 'Reload it and try again. Cookies must be allowed for Tomo.',
  noStorage: 'This browser keeps nothing for this site.',
  noStorageHint: 'Allow storage (site data) for Tomo: what proves your changes lies there.',
  corrections: 'Some fields need a correction.',
  refused: 'Username or password is wrong, or this account may not sign in.',
  gone: 'Tomo is already set up. Sign in instead.',
  token:
    'This token is wrong, used or expired. Run npm run tomo -- setup-token on the machine for a new one.',
  tooMany: (seconds: number) => `Too many attempts. Try again in ${wait(seconds)}.`,
  tryNow: 'You can try again now.',
  capsLock: 'Caps lock is on.',
  password: 'Password',
} as const;

export const signInMessages = {
  title: 'Sign in to Tomo',
  name: 'Username or e-mail',
  remember: 'Keep me signed in',
  rememberHelp: 'For 30 days on this browser.',
  submit: 'Sign in',
  running: 'Signing in…',
} as const;

function wait(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
