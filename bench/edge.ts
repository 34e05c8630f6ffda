import { type Cache, type Origins, startEdge, startNginx } from './edge-servers.ts';
import { load, type Round } from './load.ts';
import { quantile } from './measure.ts';

/**
 * Throughput and latency of a product's JSON and page from the edge, from nginx as a cache, and directly from the
 * gateway and the storefront of a running shop, in turn: requests a second, p50 and p99 in ms, CPU of the cache in µs a
 * request, as Markdown. `GATEWAY` and `STOREFRONT` are the URLs behind the edge; the edge that is started here needs
 * the variables of services/edge (`KAFKA_BROKERS`, `IDENTITY_URL`). `ROUNDS` and `SECONDS` bound it.
 */
const rounds = Number(process.env.ROUNDS ?? 5);
const seconds = Number(process.env.SECONDS ?? 2);
const connections = Number(process.env.CONNECTIONS ?? 16);
const { GATEWAY: gateway, STOREFRONT: storefront } = process.env;
if (!gateway || !storefront) throw new Error('GATEWAY and STOREFRONT name the servers behind the edge');
const origins: Origins = { gateway, storefront };

const subjects = [
  { name: 'product, JSON', of: 'gateway', path: '/products/bananas', encoding: 'identity' },
  { name: '24 products, JSON, gzip', of: 'gateway', path: '/products?limit=24', encoding: 'gzip' },
  { name: 'product page', of: 'storefront', path: '/products/bananas', encoding: 'identity' },
  { name: 'product page, gzip', of: 'storefront', path: '/products/bananas', encoding: 'gzip' },
] as const;

const ascending = (one: number, other: number): number => one - other;
const median = (values: readonly number[]): number => quantile(values.toSorted(ascending), 0.5);
const rate = ({ requests, seconds: elapsed }: Round): number => requests / elapsed;

function row(name: string, from: string, own: readonly Round[], direct: readonly Round[]): string {
  const times = own.flatMap(round => round.times).sort(ascending);
  const cpu = own.map(({ cpu: used, requests }) => (used === undefined ? Number.NaN : (used / requests) * 1e6));
  const ratio = own.map((round, index) => rate(round) / rate(direct[index] ?? round));
  const figures = [
    Math.round(median(own.map(rate))),
    quantile(times, 0.5).toFixed(2),
    quantile(times, 0.99).toFixed(2),
    Number.isNaN(median(cpu)) ? '' : Math.round(median(cpu)),
    median(ratio).toFixed(1),
  ];
  return `| ${[name, from, ...figures].join(' | ')} |\n`;
}

const caches: Cache[] = [await startEdge(origins), await startNginx(origins)];
try {
  process.stdout.write(`${rounds} rounds of ${seconds} s, ${connections} connections\n\n`);
  process.stdout.write(
    '| what | from | requests/s | p50 ms | p99 ms | CPU µs | × direct |\n|---|---|---|---|---|---|---|\n',
  );
  for (const { name, of, path, encoding } of subjects) {
    const headers = { 'accept-encoding': encoding };
    const targets = [{ name: of, ...origins, pid: undefined }, ...caches];
    const measured = new Map<string, Round[]>(targets.map(target => [target.name, []]));
    for (const target of targets) await load({ url: target[of] + path, headers, connections, seconds });
    for (let round = 0; round < rounds; round += 1)
      for (const target of targets)
        measured
          .get(target.name)
          ?.push(await load({ url: target[of] + path, headers, connections, seconds, pid: target.pid }));
    for (const [from, own] of measured) process.stdout.write(row(name, from, own, measured.get(of) ?? []));
  }
} finally {
  for (const cache of caches) await cache.stop();
}
