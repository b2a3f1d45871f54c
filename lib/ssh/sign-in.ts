import 'server-only';
import type { AnyAuthMethod, KeyboardInteractiveAuthMethod } from 'ssh2';
import { SshError } from './errors';
import { openPrivateKey } from './private-key';
import type { SshAuth } from './target';

const METHOD = /^[a-z][a-z0-9@.-]{0,39}$/;

type Prompt = { prompt: string; echo?: boolean };

/**
 * Offers the stored method and nothing else: no agent, no `none`, no second guess. A password is answered to one hidden
 * keyboard-interactive prompt when the server has no plain password method; other prompts are untrusted text and end it.
 */
export class SignIn {
  readonly #username: string;
  readonly #auth: SshAuth;
  readonly #key: ReturnType<typeof openPrivateKey> | undefined;
  readonly #tried = new Set<string>();
  #answered = false;
  #partial = false;
  #methods: string[] = [];

  /** @throws SshError `key_unreadable` or `passphrase_needed`, before any connection is made. */
  constructor(username: string, auth: SshAuth) {
    this.#username = username;
    this.#auth = auth;
    if (auth.kind === 'key') this.#key = openPrivateKey(auth.privateKey, auth.passphrase);
  }

  /** ssh2's `authHandler`: the next method, or `false` for the end. */
  next(methodsLeft: readonly string[] | null, partialSuccess: boolean | null): AnyAuthMethod | false {
    // Names of methods, not sentences: they are shown, and nobody has proved who sends them.
    if (methodsLeft) this.#methods = methodsLeft.filter((name) => METHOD.test(name)).slice(0, 8);
    if (partialSuccess) this.#partial = true;
    const username = this.#username;
    if (this.#key) return this.#once('publickey') && { type: 'publickey', username, key: this.#key as never };
    if (this.#auth.kind !== 'password') return false;
    if (this.#once('password')) return { type: 'password', username, password: this.#auth.password.reveal() };
    // Refused although the server lists the method means a wrong password: a second try would only feed its lock-out.
    const onlyPrompts = !this.#methods.includes('password') && this.#methods.includes('keyboard-interactive');
    if (this.#partial || !onlyPrompts || !this.#once('keyboard-interactive')) return false;
    return { type: 'keyboard-interactive', username, prompt: this.#answer };
  }

  /** The error of a sign-in that the server did not accept. */
  refusal(): SshError {
    const [message, hint] = this.#explain();
    return new SshError('auth_refused', message, {
      hint,
      methods: this.#methods,
      data: { methods: this.#methods.join(', ') },
    });
  }

  /** Set while the server asks for something that Tomo does not answer; the connect must end then. */
  onUnanswerable: () => void = () => {};

  readonly #answer: KeyboardInteractiveAuthMethod['prompt'] = (
    _name,
    _text,
    _lang,
    prompts: Prompt[],
    finish,
  ) => {
    const [only, ...others] = prompts;
    const fits = only !== undefined && others.length === 0 && only.echo === false;
    if (!fits || this.#answered || this.#auth.kind !== 'password') return this.onUnanswerable();
    this.#answered = true;
    finish([this.#auth.password.reveal()]);
  };

  #once(method: string): boolean {
    if (this.#tried.has(method)) return false;
    this.#tried.add(method);
    return true;
  }

  #explain(): [message: string, hint: string] {
    const list = this.#methods.join(', ') || 'nothing else';
    if (this.#partial) {
      return [
        'The server wants a second sign-in step after the first one.',
        `Allow this account to sign in with one method. The server still asks for: ${list}.`,
      ];
    }
    if (this.#auth.kind === 'key') {
      return this.#methods.includes('publickey') || this.#methods.length === 0
        ? [
            'The server refused the key.',
            'Add the public key to ~/.ssh/authorized_keys of the account, and check the account name.',
          ]
        : [`The server does not accept keys, only: ${list}.`, 'Store the password of the account instead.'];
    }
    if (this.#methods.length > 0 && !this.#methods.some((name) => name !== 'publickey')) {
      return [
        'The server accepts only public keys.',
        'Store a private key whose public half the account accepts.',
      ];
    }
    return [
      'The server refused the password.',
      'Check account name and password. Many servers do not let root sign in with a password.',
    ];
  }
}
