import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { escapeHtml } from '../look/html.ts';
import { buyCart, createProducts, directClients, fillCart, untilDone } from './order-client.ts';
import { startOrderSystem } from './order-system.ts';

/**
 * One checkout as a picture: every request between services from the access logs of its trace, and every round trip to
 * a database meanwhile. Takes the quickest of `ROUNDS` checkouts, one at a time, and writes an SVG to the file named.
 */
const rounds = Number(process.env.ROUNDS ?? 30);
const [file, title = 'One checkout'] = process.argv.slice(2);
if (!file) throw new Error('Name the file of the picture: node bench/waterfall.ts bench/checkout.svg');

interface Span {
  service: string;
  name: string;
  start: number;
  end: number;
  isSql: boolean;
}

const logLine = z.object({
  time: z.iso.datetime().transform(Date.parse),
  traceId: z.string(),
  method: z.string(),
  path: z.string(),
  ms: z.number(),
});

const isId = /[0-9a-f]{8}-[0-9a-f-]{27}/g;

/** The requests of a trace that a service logged. */
function requestsOf(folder: string, service: string, trace: string): Span[] {
  const lines = readFileSync(join(folder, `${service}.log`), 'utf8').split('\n');
  return lines.flatMap(line => {
    if (!line.includes(trace)) return [];
    const { success, data } = logLine.safeParse(JSON.parse(line));
    if (!success) return [];
    const name = `${data.method} ${data.path.replaceAll(isId, '…')}`;
    return [{ service, name, start: data.time - data.ms, end: data.time, isSql: false }];
  });
}

function draw(spans: readonly Span[], total: number): string {
  const origin = Math.min(...spans.map(({ start }) => start));
  const row = 16;
  const left = 330;
  const width = 900;
  const scale = (width - 120) / Math.max(total, ...spans.map(({ end }) => end - origin));
  const rows = spans.map(({ service, name, start, end, isSql }, at) => {
    const y = 44 + at * row;
    const x = left + (start - origin) * scale;
    const label = `${isSql ? '  ' : ''}${service}: ${name}`.slice(0, 52);
    return [
      `<text x="${isSql ? 24 : 8}" y="${y + 11}">${escapeHtml(label)}</text>`,
      `<rect x="${x.toFixed(1)}" y="${y + 2}" width="${Math.max((end - start) * scale, 1).toFixed(1)}" height="${row - 5}"`,
      ` fill="${isSql ? '#b5651d' : '#2f6f8f'}"/>`,
      `<text x="${(x + Math.max((end - start) * scale, 1) + 4).toFixed(1)}" y="${y + 11}">${(end - start).toFixed(1)}</text>`,
    ].join('');
  });
  const height = 60 + spans.length * row;
  const head = `${title}: ${total.toFixed(0)} ms, ${spans.filter(({ isSql }) => isSql).length} round trips to databases`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + width}" height="${height}" font-family="sans-serif" font-size="11">
<title>${escapeHtml(head)}</title><rect width="100%" height="100%" fill="#fff"/>
<text x="8" y="22" font-size="15">${escapeHtml(head)}</text>
${rows.join('\n')}
</svg>
`;
}

const system = await startOrderSystem({ counted: true });
const direct = directClients(system);
try {
  const skus = await createProducts(system, 2);
  const lines = skus.map(sku => ({ sku, quantity: 1 }));
  let best: { ms: number; trace: string; sql: Span[] } | undefined;
  for (let round = -10; round < rounds; round += 1) {
    const cart = await fillCart(system, lines);
    await untilDone(direct);
    const trace = randomBytes(16).toString('hex');
    for (const proxy of system.proxies.values()) proxy.takeSpans();
    const { ms } = await buyCart(system, cart, { traceparent: `00-${trace}-${randomBytes(8).toString('hex')}-01` });
    const sql = [...system.proxies].flatMap(([service, proxy]) =>
      proxy
        .takeSpans()
        .map(({ text, ...span }) => ({ service, name: text.trim().replaceAll(/\s+/g, ' '), ...span, isSql: true })),
    );
    if (round >= 0 && (!best || ms < best.ms)) best = { ms, trace, sql };
  }
  if (!best) throw new Error('No checkout was made');
  const { ms, trace, sql } = best;
  const requests = Object.keys(system.pids).flatMap(service => requestsOf(system.folder, service, trace));
  const checkout = requests.find(({ service }) => service === 'gateway');
  const during = sql.filter(({ start, end }) => checkout && start >= checkout.start - 2 && end <= checkout.end + 2);
  const spans = [...requests, ...during]
    .filter(({ start }) => checkout && start <= checkout.end)
    .sort((one, other) => one.start - other.start);
  writeFileSync(file, draw(spans, ms));
  for (const { service, name, start, end, isSql } of spans)
    process.stdout.write(
      `${(start - (checkout?.start ?? start)).toFixed(1).padStart(7)} ${(end - start).toFixed(1).padStart(6)}  ${isSql ? '  ' : ''}${service} ${name.slice(0, 90)}\n`,
    );
} finally {
  await direct.close();
  await system.close();
}
