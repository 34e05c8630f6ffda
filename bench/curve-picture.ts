import { escapeHtml } from '../look/html.ts';

export interface Curve {
  title: string;
  /** `x` a rate, `y` a time in ms, above zero. */
  points: readonly { x: number; y: number }[];
}

const WIDTH = 900;
const HEIGHT = 420;
const MARGIN = { left: 70, right: 230, top: 50, bottom: 50 };
const COLOURS = ['#2f6f8f', '#8fb8cc', '#b5651d', '#dfae86'];

/** The first of 1, 2, 5, 10, 20, … that is at least `value`. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find(step => step * power >= value) ?? 10) * power;
}

/** Times against rates as an SVG: rates are drawn in proportion, times by their logarithm. */
export function drawCurves(title: string, curves: readonly Curve[]): string {
  const points = curves.flatMap(curve => curve.points);
  const maxX = roundUp(Math.max(...points.map(({ x }) => x)));
  const maxPower = Math.ceil(Math.log10(Math.max(...points.map(({ y }) => y))));
  const minPower = Math.floor(Math.log10(Math.min(...points.map(({ y }) => y))));
  const right = WIDTH - MARGIN.right;
  const bottom = HEIGHT - MARGIN.bottom;
  const atX = (x: number): number => MARGIN.left + (x / maxX) * (right - MARGIN.left);
  const atY = (y: number): number =>
    bottom - ((Math.log10(y) - minPower) / (maxPower - minPower)) * (bottom - MARGIN.top);
  const times = Array.from({ length: maxPower - minPower + 1 }, (_, at) => 10 ** (minPower + at));
  const rates = Array.from({ length: 6 }, (_, at) => (maxX * at) / 5);
  const grid = [
    ...times.map(ms => {
      const y = atY(ms).toFixed(1);
      return `<path d="M${MARGIN.left} ${y}H${right}" stroke="#ddd"/><text x="${MARGIN.left - 8}" y="${y}" text-anchor="end" dy="4">${ms} ms</text>`;
    }),
    ...rates.map(rate => `<text x="${atX(rate).toFixed(1)}" y="${bottom + 18}" text-anchor="middle">${rate}</text>`),
    `<text x="${(MARGIN.left + right) / 2}" y="${bottom + 38}" text-anchor="middle">checkouts a second</text>`,
  ];
  const lines = curves.flatMap(({ title: name, points: own }, index) => {
    const colour = COLOURS[index % COLOURS.length];
    const path = own.map(({ x, y }) => `${atX(x).toFixed(1)} ${atY(y).toFixed(1)}`);
    const legendY = MARGIN.top + 20 * index;
    return [
      `<path d="M${path.join('L')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      ...own.map(
        ({ x, y }) => `<circle cx="${atX(x).toFixed(1)}" cy="${atY(y).toFixed(1)}" r="3.5" fill="${colour}"/>`,
      ),
      `<path d="M${right + 20} ${legendY}h24" stroke="${colour}" stroke-width="3"/><text x="${right + 52}" y="${legendY}" dy="4">${escapeHtml(name)}</text>`,
    ];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" font-family="sans-serif" font-size="12">
<title>${escapeHtml(title)}</title><rect width="100%" height="100%" fill="#fff"/>
<text x="${MARGIN.left}" y="26" font-size="15">${escapeHtml(title)}</text>
${[...grid, ...lines].join('\n')}
</svg>
`;
}
