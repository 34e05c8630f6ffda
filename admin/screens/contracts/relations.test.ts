import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { dependentsOf, relations } from './relations.ts';

const services = path.join(import.meta.dirname, '../../../services');
const aside = new Set(['testing', 'seed', 'sandbox', 'prisma']);

/** The files that run in a service. */
function filesOf(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return aside.has(entry.name) ? [] : filesOf(file);
    return file.endsWith('.ts') && !file.endsWith('.test.ts') ? [file] : [];
  });
}

function importedBy(service: string, file: 'client' | 'events', made: RegExp): string[] {
  const pattern = new RegExp(`import \\{([^}]*)\\} from '[./]*generated/([a-z]+)/${file}\\.ts'`, 'g');
  const found = filesOf(path.join(services, service)).flatMap(name =>
    [...fs.readFileSync(name, 'utf8').matchAll(pattern)].flatMap(([, names = '', from = '']) =>
      made.test(names) && from !== service ? [from] : [],
    ),
  );
  return [...new Set(found)].sort();
}

test('the map says who calls whom and consumes whose events, as the code does', () => {
  const all = fs
    .readdirSync(services)
    .filter(name => name !== 'platform' && fs.existsSync(path.join(services, name, 'main.ts')));
  const read = (file: 'client' | 'events', made: RegExp) =>
    Object.fromEntries(
      all.map(name => [name, importedBy(name, file, made)] as const).filter(([, whom]) => whom.length > 0),
    );
  expect(read('client', /create\w+Client/)).toEqual(relations.calls);
  expect(read('events', /create\w+Consumer/)).toEqual(relations.consumes);
});

test('knows who takes up what a service offers', () => {
  expect(dependentsOf(relations.calls, 'identity')).toEqual(['gateway', 'notifications']);
  expect(dependentsOf(relations.calls, 'audit')).toEqual([]);
});
