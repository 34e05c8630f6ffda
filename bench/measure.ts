import { loadavg } from 'node:os';

/** Requests of each list. */
export const ROUNDS = Number(process.env.ROUNDS ?? 40);
/** Rows of the largest table of each list. */
export const ROWS = Number(process.env.ROWS ?? 100_000);

const WARM_UP = 3;

/** A service over HTTP, with the headers of a staff session as the gateway forwards them. */
export interface Service {
  url: string;
  headers: Record<string, string>;
}

export type Query = Readonly<Record<string, string | number | readonly string[]>>;

/** A list: its label, path and query. */
export type List = readonly [name: string, path: string, query?: Query];

interface Page {
  items: unknown[];
  nextCursor?: string | null;
}

const load = () => loadavg()[0]?.toFixed(1) ?? '?';
const at = (times: readonly number[], part: number) => quantile(times, part).toFixed(1);

/** The quantile of sorted values, 0 to 1: 0 is the minimum, 0.5 the median. NaN for no values. */
export const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN;

/** One page of a list. Throws for any status but 200. */
export async function read({ url, headers }: Service, path: string, query: Query = {}): Promise<Page> {
  const parameters = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => [value].flat().map(one => [name, String(one)])),
  );
  const response = await fetch(`${url}${path}?${parameters}`, { headers });
  const page: Page = await response.json();
  if (response.status !== 200)
    throw new Error(`${path}?${parameters} answers ${response.status}: ${JSON.stringify(page)}`);
  return page;
}

/** The cursor after `pages` pages of 100. */
export async function cursorAfter(service: Service, path: string, pages: number, query: Query = {}) {
  let cursor = '';
  for (let page = 0; page < pages; page += 1)
    cursor = (await read(service, path, { ...query, limit: 100, ...(cursor && { cursor }) })).nextCursor ?? '';
  return cursor;
}

/** Measures lists from the request to the last byte; prints minimum, p50 and p95 in ms, and the load, as Markdown. */
export async function measure(title: string, service: Service, lists: readonly List[]): Promise<void> {
  const before = load();
  const rows: string[] = [];
  for (const [name, path, query] of lists) {
    const times: number[] = [];
    let found = 0;
    for (let round = -WARM_UP; round < ROUNDS; round += 1) {
      const started = performance.now();
      found = (await read(service, path, { limit: 25, ...query })).items.length;
      if (round >= 0) times.push(performance.now() - started);
    }
    times.sort((a, b) => a - b);
    rows.push(`| ${name} | ${found} | ${at(times, 0)} | ${at(times, 0.5)} | ${at(times, 0.95)} |`);
  }
  process.stdout.write(`### ${title}\n\n${ROUNDS} rounds, load ${before} before and ${load()} after\n\n`);
  process.stdout.write(
    `| list | rows | quickest ms | p50 ms | p95 ms |\n|---|---|---|---|---|\n${rows.join('\n')}\n\n`,
  );
}
