import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * Everything that has a table of its own in RESULTS.md, one after the other, each written there: `task bench`, or some
 * of it by name. What needs servers (`npm run task -- stack`) or a running shop is left out where the environment does
 * not name them, and what needs documents or other tools where no option says where they are.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { corpus: { type: 'string' }, peers: { type: 'string' }, document: { type: 'string', multiple: true } },
});

interface Bench {
  name: string;
  args: readonly string[];
  /** What has to be given, in words, if it is not. */
  lacks?: string | undefined;
}

const option = (name: string, value: string | undefined): string[] => (value === undefined ? [] : [`--${name}`, value]);
const lacksVariable = (...names: string[]): string | undefined => names.find(name => !process.env[name]);
const lacksServers = lacksVariable('DATABASE_URL', 'MONGODB_URL', 'KAFKA_BROKERS', 'REDIS_URL', 'SMTP_URL');
const lacksShop = lacksVariable('GATEWAY', 'STOREFRONT', 'ADMIN_EMAIL', 'ADMIN_PASSWORD');
const lacksWalkedShop = lacksVariable('GATEWAY_URL', 'STOREFRONT_URL', 'ADMIN_URL', 'INBOX_URL', 'ADMIN_PASSWORD');
const { corpus, peers, document: documents = [] } = values;

const benches: readonly Bench[] = [
  { name: 'diff', args: option('corpus', corpus), lacks: corpus === undefined ? '--corpus DIR' : undefined },
  { name: 'gate', args: [] },
  { name: 'impact', args: [] },
  { name: 'foreign', args: documents, lacks: documents.length === 0 ? '--document FILE' : undefined },
  { name: 'validation', args: option('peers', peers) },
  { name: 'order-curve', args: [], lacks: lacksServers },
  { name: 'scale', args: [], lacks: lacksServers },
  { name: 'products', args: [], lacks: lacksServers ?? lacksVariable('ELASTICSEARCH_URL') },
  { name: 'peers', args: option('peers', peers), lacks: peers === undefined ? '--peers DIR' : lacksServers },
  { name: 'freshness', args: [], lacks: lacksShop },
  { name: 'freshness', args: ['--checkouts', '20'], lacks: lacksShop },
  { name: 'walks', args: [], lacks: lacksWalkedShop },
];

const unknown = positionals.filter(name => !benches.some(bench => bench.name === name));
const known = [...new Set(benches.map(({ name }) => name))].join(', ');
if (unknown.length > 0) process.stderr.write(`No bench "${unknown.join('", "')}": there are ${known}\n`);
const outcomes = benches
  .filter(({ name }) => unknown.length === 0 && (positionals.length === 0 || positionals.includes(name)))
  .map(({ name, args, lacks }) => {
    const title = [name, ...args].join(' ');
    if (lacks !== undefined) return { title, outcome: `left out: ${lacks} is missing`, failed: false };
    process.stdout.write(`\n# ${title}\n\n`);
    const { status } = spawnSync(process.execPath, [join(import.meta.dirname, `${name}.ts`), ...args, '--write'], {
      stdio: 'inherit',
    });
    return { title, outcome: status === 0 ? 'written' : `ended with ${status}`, failed: status !== 0 };
  });
process.stdout.write(`\n${outcomes.map(({ title, outcome }) => `${title}: ${outcome}`).join('\n')}\n`);
process.exitCode = unknown.length > 0 ? 2 : outcomes.some(({ failed }) => failed) ? 1 : 0;
