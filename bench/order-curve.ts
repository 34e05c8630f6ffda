import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { type Curve, drawCurves } from './curve-picture.ts';
import { quantile } from './measure.ts';
import { buyInBurst } from './order-burst.ts';
import { directClients } from './order-client.ts';
import { startOrderSystem } from './order-system.ts';
import { writeResults } from './results.ts';

/**
 * Checkouts a second and their latency while more and more buyers buy at once: with each service in a process of its
 * own, and with all in one. `SECONDS` a step. `--write` puts the table into RESULTS.md and the picture beside it.
 */
const seconds = Number(process.env.SECONDS ?? 10);
const STEPS = [1, 2, 4, 8, 16, 32];
const WARM_UP = { buyers: 8, seconds: 20 };

interface Step {
  buyers: number;
  /** Checkouts a second. */
  rate: number;
  /** Latency, ms. */
  p50: number;
  p99: number;
  /** CPU of everything, ms an order. */
  cpu: number;
  /** What was not done 5 s after the load ended. */
  left: number;
}

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

async function measureSteps(together: boolean): Promise<Step[]> {
  const system = await startOrderSystem({ mode: 'production', together });
  const direct = directClients(system);
  try {
    await buyInBurst(system, direct, WARM_UP);
    const steps: Step[] = [];
    for (const buyers of STEPS) {
      const { times, elapsed, cpu, after5 } = await buyInBurst(system, direct, { buyers, seconds });
      steps.push({
        buyers,
        rate: times.length / elapsed,
        p50: quantile(times, 0.5),
        p99: quantile(times, 0.99),
        cpu: sum(cpu.values()),
        left: sum(Object.values(after5)),
      });
    }
    return steps;
  } finally {
    await direct.close();
    await system.close();
  }
}

/** The step with the most checkouts a second for its latency: beyond it, waiting grows faster than what is done. */
function kneeOf(steps: readonly Step[]): Step | undefined {
  return [...steps].sort((one, other) => other.rate / other.p50 - one.rate / one.p50)[0];
}

const row = (way: string, { buyers, rate, p50, p99, cpu, left }: Step, isKnee: boolean): string =>
  `| ${way} | ${buyers}${isKnee ? ' (knee)' : ''} | ${rate.toFixed(1)} | ${p50.toFixed(0)} | ${p99.toFixed(0)} | ${cpu.toFixed(1)} | ${left} |`;

const before = loadavg()[0]?.toFixed(1);
const ways = [
  { title: 'a process a service', steps: await measureSteps(false) },
  { title: 'one process', steps: await measureSteps(true) },
];
const table = [
  `${cpus().length} cores, ${cpus()[0]?.model}, load ${before} before, ${seconds} s a step.`,
  '',
  '| services | buyers | checkouts/s | p50 ms | p99 ms | CPU ms an order | not done 5 s after |',
  '|---|---|---|---|---|---|---|',
  ...ways.flatMap(({ title, steps }) => steps.map(step => row(title, step, step === kneeOf(steps)))),
].join('\n');
process.stdout.write(`${table}\n`);
if (process.argv.includes('--write')) {
  const curves = ways.flatMap(({ title, steps }): Curve[] =>
    (['p50', 'p99'] as const).map(of => ({
      title: `${of}, ${title}`,
      points: steps.map(step => ({ x: step.rate, y: step[of] })),
    })),
  );
  writeFileSync(join(import.meta.dirname, 'order-curve.svg'), drawCurves('Latency of a checkout', curves));
  writeResults(join(import.meta.dirname, 'RESULTS.md'), 'order-curve', table);
}
