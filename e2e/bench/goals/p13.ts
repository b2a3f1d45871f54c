import type { BrowserContext, Request } from '@playwright/test';
import { cockpitScripts } from '../anchors/cockpit';
import type { Goal } from '../goal';
import type { Measure } from '../line';
import { startBrowser } from '../targets/browser';
import { startHosts } from '../targets/hosts';
import { everyPage } from '../targets/pages';
import { startTomo } from '../targets/signed-in';

const BASE = 185;
const CHARTS = 110;

/** What each page may weigh, in kB of script (screens: framework 132, sign-in 155, signed-in base 185). First rule wins. */
const limits: [page: RegExp, kind: 'list' | 'other', kB: number][] = [
  [/^\/(login|setup)$/, 'other', 155],
  [/^\/activity\/\[jobId\]$|logs$/, 'other', BASE + 25],
  [/^\/servers\/new$|\/deploy$|\/servers\/\[serverId\]\/settings$|\/applications\/new$/, 'other', BASE + 45],
  [/./, 'list', BASE + 15],
];

/** Bytes of script, as they came over the wire, that a browser with an empty cache loads for each page. */
export const goal: Goal = {
  id: 'P13',
  title: 'script per page',
  async measure(bench) {
    const cockpit = cockpitScripts();
    const hosts = await startHosts(bench, 1);
    const { tomo, admin } = await startTomo(bench);
    const open = await startBrowser(bench, tomo, admin);
    const pages = [{ page: '/login', address: '/login' }, ...(await everyPage(tomo, admin, hosts))];
    const lines: Measure[] = [];
    const heaviest = { list: 0, other: 0 };
    for (const [index, { page, address }] of pages.entries()) {
      const { first, lazy } = await weigh(await open(), page === '/login', address);
      const [, kind, kB] = limits.find(([rule]) => rule.test(page)) as (typeof limits)[number];
      heaviest[kind] = Math.max(heaviest[kind], first);
      const line = { id: `P13.${index + 1}`, unit: 'kB' as const, what: `perf P13 ${page}` };
      lines.push({ ...line, ours: [first], goal: { kind: 'count', atMost: kB } });
      if (lazy > 0) {
        const what = `${line.what}, after first paint`;
        lines.push({ ...line, what, ours: [lazy], goal: { kind: 'count', atMost: CHARTS } });
      }
    }
    const beside = (id: string, what: string, kB: number, atMost: number): Measure => ({
      id,
      what: `perf P13 heaviest ${what}`,
      unit: 'kB',
      ours: [kB],
      anchor: {
        name: 'cockpit, shell and overview',
        version: cockpit.version,
        values: [cockpit.bytes / 1000],
      },
      goal: { kind: 'ratio', atMost },
    });
    return [
      beside('P13a', 'list or detail', heaviest.list, 0.4),
      beside('P13b', 'other page', heaviest.other, 0.46),
      ...lines,
    ];
  },
};

/** kB of script until the page has loaded, and of what came after its first paint because of a chart. */
async function weigh(context: BrowserContext, anonymous: boolean, address: string) {
  if (anonymous) await context.clearCookies();
  const page = await context.newPage();
  const scripts: Request[] = [];
  page.on('requestfinished', (request) => {
    if (request.resourceType() === 'script') scripts.push(request);
  });
  const answer = await page.goto(address, { waitUntil: 'load' });
  if (answer?.status() !== 200) throw new Error(`${address} answered ${answer?.status()}`);
  if (new URL(page.url()).pathname !== address) throw new Error(`${address} led to ${page.url()}`);
  // Scripts in the page itself are asked for by the document; a lazy chunk is asked for by another script.
  const inDocument = await page.evaluate(() => [...document.scripts].map((script) => script.src));
  await page.waitForTimeout(1500);
  let [first, lazy] = [0, 0];
  for (const request of scripts) {
    const { responseBodySize } = await request.sizes();
    if (inDocument.includes(request.url())) first += responseBodySize / 1000;
    else lazy += responseBodySize / 1000;
  }
  await context.close();
  return { first, lazy };
}
