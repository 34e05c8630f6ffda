import { describe, expect, test } from '@jest/globals';
import { hashPassword } from 'better-auth/crypto';
import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import { createPasswords } from './passwords.ts';

describe('passwords', () => {
  test('are verified against their hash, also while others wait', async () => {
    const passwords = createPasswords({ concurrency: 1, maxWaiting: 10 });
    const hash = await passwords.hash('correct horse');
    const verdicts = await Promise.all(
      ['correct horse', 'wrong horse', 'correct horse'].map(password => passwords.verify({ hash, password })),
    );
    expect(verdicts).toEqual([true, false, true]);
  });

  test('are refused with 503 where too many wait, and taken again afterwards', async () => {
    const passwords = createPasswords({ concurrency: 1, maxWaiting: 2 });
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => passwords.hash('correct horse')));
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    for (const result of results.slice(3)) {
      const reason: unknown = result.status === 'rejected' ? result.reason : undefined;
      expect(reason).toBeInstanceOf(ProblemError);
      expect(reason).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
    }
    expect(await passwords.hash('correct horse')).toMatch(/^\$scrypt\$/);
  });

  test('cost what OWASP asks for at least, and those of an earlier cost are still verified', async () => {
    const passwords = createPasswords();
    const hash = await passwords.hash('correct horse');
    expect(hash).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/);
    expect(passwords.isOutdated(hash)).toBe(false);
    const earlier = await hashPassword('correct horse');
    expect(passwords.isOutdated(earlier)).toBe(true);
    const verdicts = ['correct horse', 'wrong horse'].map(password => passwords.verify({ hash: earlier, password }));
    expect(await Promise.all(verdicts)).toEqual([true, false]);
    expect(await passwords.verify({ hash: undefined, password: 'correct horse' })).toBe(false);
  });
});
