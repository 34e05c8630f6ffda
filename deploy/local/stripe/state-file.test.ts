import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from '@jest/globals';
import { payWith, startSandbox } from './testing/sandbox.ts';

test('a state that an older version wrote is set aside, and the sandbox begins anew', async () => {
  let state = '';
  const sandbox = await startSandbox([], folder => {
    state = folder;
    const old = new DatabaseSync(join(folder, 'stripe-sandbox.sqlite'));
    old.exec(
      'CREATE TABLE records (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, body TEXT NOT NULL)',
    );
    old.close();
  });
  try {
    const paid = await payWith(sandbox.stripe, 'pm_card_visa');
    expect(existsSync(join(state, 'stripe-sandbox.version-0.sqlite'))).toBe(true);
    await sandbox.kill();
    await sandbox.start();
    expect(await sandbox.stripe.paymentIntents.retrieve(paid.id)).toMatchObject({ status: 'succeeded' });
  } finally {
    await sandbox.stop();
  }
});

test('a state from before states had versions, with all that is needed, is kept', async () => {
  let state = '';
  const sandbox = await startSandbox([], folder => {
    state = folder;
  });
  try {
    const paid = await payWith(sandbox.stripe, 'pm_card_visa');
    await sandbox.kill();
    const database = new DatabaseSync(join(state, 'stripe-sandbox.sqlite'));
    database.exec('PRAGMA user_version = 0');
    database.close();
    await sandbox.start();
    expect(await sandbox.stripe.paymentIntents.retrieve(paid.id)).toMatchObject({ status: 'succeeded' });
  } finally {
    await sandbox.stop();
  }
});
