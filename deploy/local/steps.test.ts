import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { createSteps } from './steps.ts';

function record() {
  const lines: string[] = [];
  return { lines, steps: createSteps({ write: text => lines.push(text.trimEnd()) }, () => Date.now()) };
}

afterEach(() => {
  jest.useRealTimers();
});

describe('a step', () => {
  test('is printed with its time and a note when it is finished', async () => {
    jest.useFakeTimers();
    const { lines, steps } = record();
    const running = steps.step(
      'Kafka',
      () => new Promise<number>(resolve => setTimeout(() => resolve(9092), 3456)),
      port => `port ${port}`,
    );
    await jest.advanceTimersByTimeAsync(3456);
    expect(await running).toBe(9092);
    expect(lines).toEqual(['  ✓ Kafka (3.5 s) port 9092']);
  });

  test('says every ten seconds how far it is', async () => {
    jest.useFakeTimers();
    const { lines, steps } = record();
    const running = steps.step('S3', report => {
      report('compiling package 3 of 590');
      return new Promise<void>(resolve => setTimeout(resolve, 25_000));
    });
    await jest.advanceTimersByTimeAsync(25_000);
    await running;
    expect(lines).toEqual([
      '  … S3 (10.0 s): compiling package 3 of 590',
      '  … S3 (20.0 s): compiling package 3 of 590',
      '  ✓ S3 (25.0 s)',
    ]);
  });

  test('that fails is marked, and its error goes on', async () => {
    const { lines, steps } = record();
    await expect(steps.step('MongoDB', () => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk');
    expect(lines[0]).toMatch(/^ {2}✗ MongoDB/);
  });
});
