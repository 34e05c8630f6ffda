export interface Point {
  x: number;
  y: number;
}

/**
 * Points of a curve in a box, the oldest at the left, zero at the bottom.
 * @param most the value at the top; the largest one by default
 */
export function pointsOf(
  values: readonly number[],
  width: number,
  height: number,
  inset = 3,
  most = Math.max(...values, 0),
): Point[] {
  const step = values.length > 1 ? (width - 2 * inset) / (values.length - 1) : 0;
  return values.map((value, index) => ({
    x: round(inset + index * step),
    y: round(height - inset - (most === 0 ? 0 : (value / most) * (height - 2 * inset))),
  }));
}

/** The path of an SVG through the points; a gentle curve that never swings beyond them. */
export function pathThrough(points: readonly Point[]): string {
  return points
    .map(({ x, y }, index) => {
      const before = points[index - 1];
      if (!before) return `M${x} ${y}`;
      const middle = round((before.x + x) / 2);
      return `C${middle} ${before.y} ${middle} ${y} ${x} ${y}`;
    })
    .join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
