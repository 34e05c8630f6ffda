import { describe, expect, test } from '@jest/globals';
import { createLog } from './log.ts';
import { inTrace, startTrace } from './trace.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog('orders', { destination: { write: line => void lines.push(line) } }));
  return lines.join('');
}

describe('the log', () => {
  test('names the service, the trace and the request', () => {
    const trace = startTrace(undefined, 'request-1');
    const line = JSON.parse(logged(log => inTrace(trace, () => log.info({ orderId: 'x' }, 'placed'))));
    expect(line).toEqual({
      level: 'info',
      time: expect.any(String),
      service: 'orders',
      traceId: trace.traceId,
      requestId: 'request-1',
      orderId: 'x',
      message: 'placed',
    });
  });

  test('shows errors with their stack and cause', () => {
    const line = logged(log => log.error({ error: new Error('outer', { cause: new TypeError('inner') }) }, 'failed'));
    expect(JSON.parse(line).error).toMatchObject({
      type: 'Error',
      message: 'outer: inner',
      stack: expect.stringContaining('TypeError: inner'),
    });
  });

  const jwt = `eyJhbGciOiJFZERTQSJ9.${Buffer.from('{"sub":"ada"}').toString('base64url')}.c2lnbmF0dXJl`;
  test.each<[string, object]>([
    ['top', { authorization: 'top' }],
    ['a-cookie', { request: { headers: { cookie: 'a-cookie' } } }],
    ['set-cookie-value', { headers: { 'Set-Cookie': ['set-cookie-value'] } }],
    ['hunter2', { user: { password: 'hunter2' } }],
    ['token-value', { session: { accessToken: 'token-value', refresh_token: 'token-value' } }],
    ['opens-one-order', { headers: { 'x-order-token': 'opens-one-order' } }],
    ['sk_test', { stripe: { apiKey: 'sk_test', client_secret: 'sk_test' } }],
    ['123', { payment: { card: { cvc: '123' }, cvc: '123' } }],
    ['4242424242424242', { note: 'charged 4242424242424242 today' }],
    ['4242 4242 4242 4242', { note: '4242 4242 4242 4242' }],
    [jwt, { note: `called with ${jwt}` }],
    ['abcdef', { text: 'Authorization: Bearer abcdef' }],
    ['deep-secret', { error: Object.assign(new Error('x'), { config: { secret: 'deep-secret' } }) }],
    ['4000056655665556', { error: new Error('card 4000056655665556 was declined') }],
    ['listed', { lists: [[{ token: 'listed' }]] }],
  ])('does not show %s', (secret, entry) => {
    // The milliseconds of its time may be any three digits.
    const { time: _, ...line } = JSON.parse(logged(log => log.info(entry, 'entry')));
    expect(line.message).toBe('entry');
    expect(JSON.stringify(line)).not.toContain(secret);
  });

  test('does not show a card number in a message, and shows numbers that are none', () => {
    const line = logged(log =>
      log.info(
        {
          at: 1_795_352_797_894,
          offset: '4242424242424241',
          id: '0190a6e0-7c1d-7000-8000-000000000001',
          amount: 4_242,
        },
        'paid with 5555555555554444',
      ),
    );
    expect(line).not.toContain('5555555555554444');
    expect(JSON.parse(line)).toMatchObject({
      at: 1_795_352_797_894,
      offset: '4242424242424241',
      id: '0190a6e0-7c1d-7000-8000-000000000001',
      amount: 4_242,
    });
  });

  test('accepts values that JSON cannot represent', () => {
    const circle: Record<string, unknown> = { buffer: Buffer.from('abc'), when: new Date(0), map: new Map() };
    circle.self = circle;
    expect(JSON.parse(logged(log => log.info(circle, 'odd')))).toMatchObject({
      buffer: '[3 bytes]',
      when: '1970-01-01T00:00:00.000Z',
      message: 'odd',
    });
  });
});
