import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Tomo } from '../support/app';
import { Api } from './api';
import { change } from './stored';

export type Role = 'admin' | 'operator' | 'user';
export type Person = { username: string; password: string; role: Role };

const PASSWORD = 'vivid otter lantern 42';

/** Makes ada the first administrator with the link that Tomo printed. */
export async function firstAdmin(tomo: Tomo): Promise<Api> {
  const person: Person = { username: 'ada', password: PASSWORD, role: 'admin' };
  const token = (await tomo.setupLink()).split('token=')[1] ?? '';
  const api = await Api.open(tomo);
  await api.enter({ purpose: 'setup', token, username: person.username, password: person.password });
  return api;
}

/** A person with the password of ada, put straight into the database. */
export async function addPerson(tomo: Tomo, username: string, role: Role): Promise<Person> {
  const now = new Date().toISOString();
  await change(
    tomo,
    `INSERT INTO users (id, username, password_hash, password_changed_at, role, created_at, updated_at)
     SELECT ?, ?, password_hash, ?, ?, ?, ? FROM users WHERE username = 'ada'`,
    [randomUUID(), username, now, role, now, now],
  );
  return { username, password: PASSWORD, role };
}

/** Signs a person in, past the page. */
export async function signIn(tomo: Tomo, { username, password }: Person): Promise<Api> {
  const api = await Api.open(tomo);
  await api.enter({ purpose: 'sign-in', username, password });
  return api;
}

/**
 * People of one role, a new one after every `each` requests: limits count requests per person, and tests that send many
 * must never be answered with one.
 */
export function crowd(tomo: Tomo, role: Role, each: number) {
  const all: Api[] = [];
  let asked = 0;
  return {
    /** Who sends the next request. */
    async next(): Promise<Api> {
      if (asked++ % each === 0)
        all.push(await signIn(tomo, await addPerson(tomo, `${role}-${randomUUID().slice(0, 13)}`, role)));
      return all.at(-1) as Api;
    },
    end: () => Promise.all(all.map((api) => api.dispose())),
  };
}

/** Signs the browser in as whoever `api` is signed in as. */
export async function carryOver(api: Api, page: Page): Promise<void> {
  await page.context().addCookies((await api.context.storageState()).cookies);
  await page
    .context()
    .addInitScript((proof) => localStorage.setItem('tomo.origin-proof', proof), api.originProof);
}
