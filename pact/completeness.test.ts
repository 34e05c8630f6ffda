import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const names = (folder: string, ending: string) =>
  readdirSync(join(import.meta.dirname, folder))
    .map(name => name.replace(ending, ''))
    .sort();

test('every pact has a consumer test and a provider verification', () => {
  const pacts = names('pacts', '.json');
  expect(names('consumers', '.test.ts').map(edge => edge.replace('--', '-'))).toEqual(pacts);
  expect(names('providers', '.test.ts')).toEqual([...new Set(pacts.map(pact => pact.replace(/^.*-/, '')))].sort());
});
