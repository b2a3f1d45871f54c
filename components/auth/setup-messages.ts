/** Words of the pages that a token opens, apart from the others: who signs in downloads none of them. */
export const setupMessages = {
  title: 'Set up Tomo',
  intro: 'Create the first administrator. Everybody else is invited later.',
  token: 'Setup token',
  tokenHelp: 'Printed where Tomo was started. It works once, for 24 hours.',
  username: 'Username',
  email: 'E-mail',
  emailHelp: 'Another name to sign in with. Tomo sends no mail.',
  submit: 'Create administrator',
  running: 'Creating…',
} as const;

export const linkMessages = {
  title: 'Choose a password',
  intro: 'This link works once. Afterwards you are signed in, here only.',
  wrong: 'This link is used, expired or incomplete.',
  wrongHint: 'Ask an administrator for a new one.',
  password: 'New password',
  submit: 'Set password',
  running: 'Setting…',
} as const;
