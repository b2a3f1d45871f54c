/** Words of signing in, setting up and signing out. */
export const authMessages = {
  product: 'Tomo',
  needsScripts: 'Signing in needs scripts, and this browser does not run them.',
  unreachable: 'Tomo did not answer.',
  unreachableHint: 'Check the connection, then try again.',
  failed: 'Something went wrong inside Tomo.',
  failedHint: 'Try again. If it stays, the system log of the machine tells why.',
  foreign: 'This page is out of date.',
  foreignHint: 'Reload it and try again. Cookies must be allowed for Tomo.',
  corrections: 'Some fields need a correction.',
  tooMany: (seconds: number) => `Too many attempts. Try again in ${wait(seconds)}.`,
  tryNow: 'You can try again now.',
  capsLock: 'Caps lock is on.',
  password: 'Password',
  username: 'Username',
  email: 'E-mail',
  token: 'Setup token',

  signInTitle: 'Sign in to Tomo',
  nameLabel: 'Username or e-mail',
  remember: 'Keep me signed in',
  rememberHelp: 'For 30 days on this browser.',
  signIn: 'Sign in',
  signingIn: 'Signing in…',
  refused: 'Username or password is wrong, or this account may not sign in.',
  forgot: 'Forgot your password?',
  forgotText:
    'An administrator of this Tomo can give you a one-time link. With access to its machine, run there:',
  forgotCommand: 'npm run tomo -- reset-password NAME',
  ended: {
    limit: 'Your session ended.',
    revoked: 'You were signed out.',
    password: 'The password was changed.',
    disabled: 'Your session ended.',
  },
  endedHint: 'Sign in again to go on.',

  setupTitle: 'Set up Tomo',
  setupIntro: 'Create the first administrator. Everybody else is invited later.',
  tokenHelp: 'Printed where Tomo was started. It works once, for 24 hours.',
  tokenWrong:
    'This token is wrong, used or expired. Run npm run tomo -- setup-token on the machine for a new one.',
  setUp: 'Create administrator',
  settingUp: 'Creating…',
  alreadySetUp: 'Tomo is already set up.',
  alreadySetUpHint: 'Sign in instead.',
  emailHelp: 'Another name to sign in with. Tomo sends no mail.',

  linkTitle: 'Choose a password',
  linkIntro: 'This link works once. Afterwards you are signed in, here only.',
  linkWrong: 'This link is used, expired or incomplete.',
  linkWrongHint: 'Ask an administrator for a new one.',
  setPassword: 'Set password',
  settingPassword: 'Setting…',
  newPassword: 'New password',
  toSignIn: 'Sign in with a password',

  signOut: 'Sign out',
  signOutFailed: 'Not signed out. Try again.',
} as const;

function wait(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
