import { loadavg } from 'node:os';

/** Each list is asked for so many times. */
export const ROUNDS = Number(process.env.ROUNDS ?? 40);
/** How many rows the longest table of each list has. */
export const ROWS = Number(process.env.ROWS ?? 100_000);

const WARM_UP = 3;

/** A service as staff reach it: over HTTP, with the headers that the gateway sends on. */
export interface Service {
  url: string;
  headers: Record<string, string>;
}

export type Query = Readonly<Record<string, string | number | readonly string[]>>;

/** A list: what it is called here, its path, and its query. */
export type List = readonly [name: string, path: string, query?: Query];

interface Page {
  items: unknown[];
  nextCursor?: string | null;
}

const load = () => loadavg()[0]?.toFixed(1) ?? '?';
const at = (times: readonly number[], part: number) => quantile(times, part).toFixed(1);

/**
 * The value below which a part of these lies, the least for 0, the median for 0.5: they are sorted already. NaN where
 * there are none.
 */
export const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN;

/** One page of a list, as the service answers it. Throws where it answers with anything else. */
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

/** The cursor of the page that begins `pages` pages of 100 into a list. */
export async function cursorAfter(service: Service, path: string, pages: number, query: Query = {}) {
  let cursor = '';
  for (let page = 0; page < pages; page += 1)
    cursor = (await read(service, path, { ...query, limit: 100, ...(cursor && { cursor }) })).nextCursor ?? '';
  return cursor;
}

/**
 * Measures lists from the request to the last byte and prints the quickest, p50 and p95 in ms, as Markdown, with the
 * load of the machine.
 */
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
