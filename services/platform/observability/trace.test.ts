import { describe, expect, test } from '@jest/globals';
import { currentTrace, inTrace, parseTraceparent, startTrace, traceparent } from './trace.ts';

const ids = '0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331';

describe('traceparent', () => {
  test('is parsed as W3C Trace Context says', () => {
    expect(parseTraceparent(`00-${ids}-01`)).toEqual({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      flags: '01',
    });
    expect(parseTraceparent(`cc-${ids}-00-what-the-future-will-be-like`)).toMatchObject({ spanId: 'b7ad6b7169203331' });
  });

  test.each([
    undefined,
    '',
    `ff-${ids}-01`,
    `00-${ids}-01-more`,
    `00-${ids}`,
    `00-${ids.toUpperCase()}-01`,
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
    `00-0af7651916cd43dd8448eb211c80319c-${'0'.repeat(16)}-01`,
  ])('that is broken counts as absent: %s', header => {
    expect(parseTraceparent(header)).toBeUndefined();
    expect(startTrace(header).traceId).toMatch(/^[0-9a-f]{32}$/);
  });

  test('continues in a new span of the same trace, through all awaited calls', async () => {
    const trace = startTrace(`00-${ids}-00`, 'request-1');
    expect(trace).toMatchObject({ traceId: '0af7651916cd43dd8448eb211c80319c', flags: '00', requestId: 'request-1' });
    expect(trace.spanId).not.toBe('b7ad6b7169203331');
    const seen = await inTrace(trace, async () => {
      await new Promise(resolve => setTimeout(resolve, 1));
      return [currentTrace(), traceparent()];
    });
    expect(seen).toEqual([trace, `00-0af7651916cd43dd8448eb211c80319c-${trace.spanId}-00`]);
    expect([currentTrace(), traceparent()]).toEqual([undefined, undefined]);
  });
});
