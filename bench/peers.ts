import { execFileSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { inspect, parseArgs } from 'node:util';
import { runClosedLoop } from './peers/closed-loop.ts';
import { covenant } from './peers/covenant.ts';
import { medusa } from './peers/medusa/shop.ts';
import { isInstalled } from './peers/servers.ts';
import { type Shop, scenarios } from './peers/shop.ts';
import { type MeasuredShop, peerTable } from './peers/table.ts';
import { vendure } from './peers/vendure/shop.ts';
import { writeResults } from './results.ts';

/**
 * The shop beside its peers on one machine: `node bench/peers.ts --peers DIR [--seconds 10] [--write]`. Each sells the
 * same 1,000 products on the servers that the environment names and is asked the same by one client in this process, 1
 * and 16 at once, one shop up at a time. `DIR/vendure` and `DIR/medusa` have the peers installed (RESULTS.md says how);
 * one that is not there is left out. `--write` puts the table into RESULTS.md.
 */
const { values } = parseArgs({
  options: {
    peers: { type: 'string' },
    seconds: { type: 'string', default: '10' },
    write: { type: 'boolean', default: false },
  },
});
const CLIENTS = [1, 16];
const WARM_UP = { atOnce: 8, seconds: 3 };

if (values.peers === undefined) throw new Error('--peers DIR names the folder in which the peers are installed');
const seconds = Number(values.seconds);
const say = (text: string) => process.stdout.write(`${text}\n`);
const git = (...args: string[]) => execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' }).trim();

const peers = [
  { name: 'Vendure', folder: join(values.peers, 'vendure'), program: '@vendure/core', shop: vendure },
  { name: 'Medusa', folder: join(values.peers, 'medusa'), program: '@medusajs/medusa', shop: medusa },
];
const installed = peers.filter(({ folder, program }) => isInstalled(folder, program));
const missing = peers.filter(peer => !installed.includes(peer));

/** Measures every scenario with each number of clients; says what it found on the way. */
async function measure({ name, start }: Shop): Promise<MeasuredShop> {
  const began = performance.now();
  const { flows, close } = await start();
  try {
    say(`${name} sells after ${((performance.now() - began) / 1_000).toFixed(0)} s`);
    const steps: MeasuredShop['steps'][number][] = [];
    for (const scenario of scenarios) {
      await runClosedLoop(flows[scenario], WARM_UP);
      for (const atOnce of CLIENTS) {
        const measured = await runClosedLoop(flows[scenario], { atOnce, seconds });
        steps.push({ scenario, atOnce, ...measured });
        say(`${scenario}, ${atOnce} at once: ${measured.rate.toFixed(1)} a second, p50 ${measured.p50.toFixed(1)} ms`);
      }
    }
    return { name, steps };
  } finally {
    await close();
  }
}

const shops = [covenant, ...installed.map(({ folder, shop }) => shop(folder))];
const measured: MeasuredShop[] = [];
const loads: string[] = [];
const leftOut = missing.map(({ name }) => `${name} is not installed and left out.`);
for (const shop of shops) {
  const load = `${loadavg()[0]?.toFixed(1)} (${shop.name})`;
  try {
    measured.push(await measure(shop));
    loads.push(load);
  } catch (error) {
    // What was measured of the others stays worth writing down.
    if (shop === covenant) throw error;
    process.stderr.write(`${inspect(error)}\n`);
    process.exitCode = 1;
    leftOut.push(`${shop.name} failed and is left out.`);
  }
}
const requests = shops.map(({ name, requests: { product, cart, checkout } }) =>
  [name, product, cart, checkout].join(' '),
);
const changed = git('status', '--porcelain', '--', ':!bench/RESULTS.md') === '' ? '' : ' with changes';
const table = [
  `Commit ${git('rev-parse', '--short=8', 'HEAD')}${changed}, ${cpus().length} cores, ${cpus()[0]?.model}, Node ` +
    `${process.version}; ${seconds} s a row after ${WARM_UP.seconds} s a scenario that do not count.`,
  `Load average before each: ${loads.join(', ')}. Requests for a product, a cart, a checkout: ${requests.join(', ')}.`,
  ...leftOut,
  '',
  peerTable(measured, CLIENTS),
].join('\n');
say(`\n${table}`);
if (values.write) writeResults(join(import.meta.dirname, 'RESULTS.md'), 'peers', table);
