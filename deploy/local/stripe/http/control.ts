import type { Clock } from '../clock.ts';
import type { FaultSettings } from '../faults.ts';

export interface ControlResponse {
  status: number;
  body: object;
}

/**
 * The sandbox's own settings, no part of Stripe's API: `GET|POST|DELETE /sandbox/faults`, `GET|POST /sandbox/clock`,
 * `GET /sandbox/health`. Bodies are JSON. Undefined when the path is another's.
 */
export function control(
  method: string,
  path: string,
  body: string,
  faults: FaultSettings,
  clock: Clock,
): ControlResponse | undefined {
  const route = `${method} ${path}`;
  try {
    switch (route) {
      case 'GET /sandbox/health':
        return { status: 200, body: { ok: true } };
      case 'GET /sandbox/faults':
        return { status: 200, body: faults.current() };
      case 'POST /sandbox/faults':
        return { status: 200, body: faults.change(JSON.parse(body)) };
      case 'DELETE /sandbox/faults':
        return { status: 200, body: faults.clear() };
      case 'GET /sandbox/clock':
        return { status: 200, body: { now: clock.now() } };
      case 'POST /sandbox/clock':
        clock.advance(readAdvance(JSON.parse(body)));
        return { status: 200, body: { now: clock.now() } };
      default:
        return undefined;
    }
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError)
      return { status: 400, body: { error: error.message } };
    throw error;
  }
}

function readAdvance(body: unknown): number {
  const seconds: unknown =
    typeof body === 'object' && body !== null && 'advanceSeconds' in body ? body.advanceSeconds : undefined;
  if (typeof seconds !== 'number' || !Number.isInteger(seconds) || seconds < 0)
    throw new TypeError('advanceSeconds must be a whole number, not negative');
  return seconds;
}
