import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { parse, parseAllDocuments } from 'yaml';
import { environmentOf } from '../small/environment.ts';
import { place } from './fixtures/place.ts';
import { root } from './folders.ts';
import { allServices, serviceEnvironment } from './services.ts';

const read = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');

const filesOf = (folder: string): string[] =>
  fs
    .globSync('**/*.ts', { cwd: path.join(root, folder), exclude: ['**/*.test.ts', 'seed/**', '**/testing/**'] })
    .map(file => path.join(root, folder, file));

const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: ['x.ts'] }, ts.sys, root);
const folders = ['platform', ...allServices.map(({ name }) => name)];
const program = ts.createProgram(
  folders.flatMap(name => filesOf(`services/${name}`)),
  options,
);
const checker = program.getTypeChecker();

/** The variables that the programs in a folder read: the members of what is given to `readConfig`. */
function variablesOf(folder: string): string[] {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'readConfig')
      for (const shape of node.arguments.slice(0, 1))
        for (const { name } of checker.getTypeAtLocation(shape).getProperties()) found.add(name);
    ts.forEachChild(node, visit);
  };
  for (const file of filesOf(`services/${folder}`)) {
    const source = program.getSourceFile(file);
    if (source) visit(source);
  }
  return [...found].sort();
}

/** Of the servers, as `npm start` knows them; each may be given. */
const addresses = Object.fromEntries(
  ['DATABASE_URL', 'MONGODB_URL', 'REDIS_URL', 'ELASTICSEARCH_URL', 'SMTP_URL'].map(name => [name, 'http://given']),
);
const ofServers = [
  'KAFKA_BROKERS',
  'S3_ENDPOINT',
  'S3_ACCESS_KEY_ID',
  'S3_SECRET_ACCESS_KEY',
  'S3_BUCKET',
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRET',
  'STRIPE_API_BASE',
];
for (const name of ofServers) addresses[name] = 'given';

/** What the image has set, and what no program in production heeds. */
const ofImage = [
  ...[...read('deploy/compose/Dockerfile').matchAll(/^ENV (.*)$/gm)].flatMap(([, text = '']) =>
    [...text.matchAll(/(\w+)=/g)].map(([, name = '']) => name),
  ),
  'FAULT_AFTER',
];

/** The variables that a service has in each way of running, where all are given that may be. */
const ways: Record<string, (service: string) => Set<string>> = {
  'npm start': name => {
    const service = allServices.find(each => each.name === name);
    return new Set(service ? Object.keys(serviceEnvironment(service, place, addresses)) : []);
  },
  Compose: name => {
    const { services } = parse(read('deploy/compose/compose.yaml'), { merge: true });
    return new Set([...Object.keys(services[name]?.environment ?? {}), ...ofImage]);
  },
  'Compose, all in one process': name => {
    const { services } = parse(read('deploy/compose/compose.yaml'), { merge: true });
    return new Set([...Object.keys(environmentOf(name, services.small.environment)), ...ofImage]);
  },
  Kubernetes: name => {
    const { data } = parse(read('deploy/kubernetes/config.yaml'));
    const documents = ['services.yaml', 'edge.yaml'].flatMap(file =>
      parseAllDocuments(read(`deploy/kubernetes/${file}`)).map(document => document.toJS()),
    );
    const own = documents.find(
      ({ kind, metadata }) => /^(Deployment|StatefulSet)$/.test(kind) && metadata.name === name,
    );
    const environment: { name: string }[] = own?.spec.template.spec.containers[0].env ?? [];
    return new Set([...Object.keys(data), ...environment.map(variable => variable.name), ...ofImage]);
  },
};

describe('a variable that a program reads', () => {
  const shared = variablesOf('platform');
  const all = new Map(allServices.map(({ name }) => [name as string, variablesOf(name)]));

  test.each(Object.keys(ways))('reaches it by %s', way => {
    const missing = [...all].flatMap(([name, variables]) => {
      const before = Object.fromEntries(variables.map(variable => [variable, process.env[variable]]));
      for (const variable of [...variables, ...shared]) process.env[variable] = 'given';
      const reached = ways[way]?.(name) ?? new Set<string>();
      for (const [variable, value] of Object.entries(before))
        if (value === undefined) delete process.env[variable];
        else process.env[variable] = value;
      return [...variables, ...shared]
        .filter(variable => !reached.has(variable))
        .map(variable => `${name}: ${variable}`);
    });
    expect(missing).toEqual([]);
  });

  test('is explained to whoever sets it', () => {
    const general = read('README.md') + read('docs/retention.md') + read('services/platform/README.md');
    const missing = [...all].flatMap(([name, variables]) => {
      const text = general + read(`services/${name}/README.md`);
      return variables.filter(variable => !text.includes(variable)).map(variable => `${name}: ${variable}`);
    });
    expect(missing).toEqual([]);
  });

  test('is in the table of the README where a program reads it, or what starts them all does', () => {
    const ports = Object.keys(place.ports).map(name => `${name.toUpperCase()}_PORT`);
    const known = new Set([...shared, ...ports, ...[...all.values()].flat()]);
    const starters = ['deploy/local', 'storefront', 'admin']
      .flatMap(filesOf)
      .map(file => fs.readFileSync(file, 'utf8'));
    const table = read('README.md').split('## Configuration')[1]?.split('\n## ')[0] ?? '';
    const named = [...table.matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name = '']) => name),
    );
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter(name => !known.has(name) && !starters.some(text => text.includes(name)))).toEqual([]);
  });
});
