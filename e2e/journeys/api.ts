import { randomBytes } from 'node:crypto';
import { type APIRequestContext, type APIResponse, expect, request } from '@playwright/test';
import type { Tomo } from '../support/app';
import { actionBody, actionPlace, actionResult, type Outcome } from './action';

/** What the API answered. `body` is undefined when it was no JSON. */
export type Answer<Body> = { status: number; headers: Record<string, string>; body: Body; text: string };

/** A program that talks to one Tomo, signed in or not; every change bears the origin that a page would send. */
export class Api {
  /** What proves that a change comes from where this program signed in. */
  readonly originProof = randomBytes(32).toString('base64url');

  private constructor(
    readonly context: APIRequestContext,
    private readonly origin: string,
  ) {}

  static async open(tomo: Tomo): Promise<Api> {
    return new Api(await request.newContext({ baseURL: tomo.url, maxRedirects: 0 }), tomo.url);
  }

  /** Comes in through the one door for people who are not signed in. */
  async enter(form: Record<string, string>): Promise<void> {
    const { csrfToken } = await (await this.context.get('/api/auth/csrf')).json();
    const answer = await this.context.post('/api/auth/callback/credentials', {
      form: { ...form, csrfToken, originProof: this.originProof },
      headers: { origin: this.origin },
    });
    expect(answer.status(), `${form.username} may come in`).toBe(200);
  }

  async get<Body = Record<string, unknown>>(
    path: string,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    return answerOf(await this.context.get(path, { headers }));
  }

  /** `body` as JSON, or as it is when it is a string. Headers given as '' are left out. */
  async post<Body = Record<string, unknown>>(
    path: string,
    body: unknown = {},
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const data = typeof body === 'string' ? body : JSON.stringify(body);
    const all = { ...this.changeHeaders, 'content-type': 'application/json', ...headers };
    const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
    return answerOf(await this.context.post(path, { data: Buffer.from(data), headers: sent }));
  }

  /** Calls a server action as a client component does: `createServerAction` with a plain object. */
  async act<Data = Record<string, unknown>>(name: string, input: object): Promise<Outcome<Data>> {
    const { id, page } = actionPlace(name);
    const answer = await this.context.post(page, {
      data: Buffer.from(actionBody(input)),
      headers: {
        ...this.changeHeaders,
        accept: 'text/x-component',
        'content-type': 'text/plain;charset=UTF-8',
        'next-action': id,
      },
    });
    return actionResult(answer.status(), await answer.text());
  }

  private get changeHeaders() {
    return { origin: this.origin, 'tomo-origin-proof': this.originProof };
  }

  dispose(): Promise<void> {
    return this.context.dispose();
  }
}

async function answerOf<Body>(response: APIResponse): Promise<Answer<Body>> {
  const text = await response.text();
  return { status: response.status(), headers: response.headers(), body: jsonOf(text) as Body, text };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
