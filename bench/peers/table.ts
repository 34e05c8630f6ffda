import { type Scenario, scenarios } from './shop.ts';

/** What one shop did in one scenario with as many clients at once. */
export interface Measured {
  /** Flows a second. */
  rate: number;
  /** Of a flow, ms. */
  p50: number;
  /** Flows that did not end as they should, which are in neither figure. */
  failed: number;
}

/** A shop with what it did, by scenario and number of clients. */
export interface MeasuredShop {
  name: string;
  steps: readonly (Measured & { scenario: Scenario; atOnce: number })[];
}

const ratio = (value: number): string => (value >= 10 ? value.toFixed(0) : value.toPrecision(2));
/** Three significant digits, or all before the point. */
const figure = (value: number): string => value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);

function cells(measured: Measured | undefined): [rate: string, p50: string] {
  if (measured === undefined) return ['', ''];
  const failed = measured.failed === 0 ? '' : ` (${measured.failed} failed)`;
  return [figure(measured.rate) + failed, figure(measured.p50)];
}

/**
 * A row for each scenario and number of clients at once: of the first shop its flows a second and their median, of each
 * other one these and how many times as many the first one does. What a shop was not measured in is left empty.
 */
export function peerTable(shops: readonly MeasuredShop[], clients: readonly number[]): string {
  const [own, ...peers] = shops;
  if (own === undefined) throw new Error('No shop was measured');
  const head = [
    'scenario',
    'at once',
    `${own.name}: a second`,
    'p50 ms',
    ...peers.flatMap(({ name }) => [`${name}: a second`, 'p50 ms', `${own.name} / ${name}`]),
  ];
  const rows = scenarios.flatMap(scenario =>
    clients.map(atOnce => {
      const of = ({ steps }: MeasuredShop) => steps.find(step => step.scenario === scenario && step.atOnce === atOnce);
      const ours = of(own);
      const theirs = peers.map(of).flatMap(peer => [...cells(peer), ours && peer ? ratio(ours.rate / peer.rate) : '']);
      return [scenario, String(atOnce), ...cells(ours), ...theirs];
    }),
  );
  return [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
}
