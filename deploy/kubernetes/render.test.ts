import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';
import { allServices } from '../local/services.ts';
import { programNames, renderServices, requiredSecrets, servicesFile } from './render.ts';

const read = (name: string): string => fs.readFileSync(path.join(import.meta.dirname, name), 'utf8');

test('services.yaml is what render.ts writes', () => {
  expect(fs.readFileSync(servicesFile, 'utf8')).toBe(renderServices());
});

test('every service and both apps have a Deployment, a Service, a policy and a disruption budget', () => {
  const kinds = parseAllDocuments(renderServices()).map(
    document => `${document.get('kind')}/${document.getIn(['metadata', 'name'])}`,
  );
  expect(kinds.sort()).toEqual(
    programNames
      .flatMap(name => [
        ...['Deployment', 'Service', 'PodDisruptionBudget'].map(kind => `${kind}/${name}`),
        `NetworkPolicy/${name}-egress`,
      ])
      .sort(),
  );
});

test('the example of the Secret has every key that a service takes, and no other', () => {
  expect(Object.keys(parse(read('secret.example.yaml')).stringData).sort()).toEqual(requiredSecrets());
});

test('the configuration names every service', () => {
  const { data } = parse(read('config.yaml'));
  expect(Object.keys(data)).toEqual(expect.arrayContaining(allServices.map(({ name }) => `${name.toUpperCase()}_URL`)));
});

test('what is behind the edge are Services, and what is let in from outside are its ports', () => {
  const listeners: { port: number; routes: { origin: string }[] }[] = JSON.parse(
    parse(read('config.yaml')).data.EDGE_LISTENERS,
  );
  const origins = listeners.flatMap(({ routes }) => routes.map(({ origin }) => new URL(origin).hostname));
  expect(programNames).toEqual(expect.arrayContaining(origins));
  const edge = parseAllDocuments(renderServices()).find(
    document => document.get('kind') === 'Service' && document.getIn(['metadata', 'name']) === 'edge',
  );
  const ports: { name: string; port: number }[] = edge?.toJS().spec.ports;
  expect(ports.filter(({ name }) => name !== 'http').map(({ port }) => port)).toEqual(
    listeners.map(({ port }) => port),
  );
});

test('the job that fills the registry is applied, may reach it, and has an identity', () => {
  expect(parse(read('kustomization.yaml')).resources).toContain('publish.yaml');
  const { spec } = parse(read('publish.yaml'));
  const labels: Record<string, string> = spec.template.metadata.labels;
  expect(labels['app.kubernetes.io/part-of']).toBe('covenant');
  const [container] = spec.template.spec.containers;
  expect(fs.existsSync(path.join(import.meta.dirname, '../..', container.args[1]))).toBe(true);
  const keys = container.env.map(
    (entry: { valueFrom: { secretKeyRef: { key: string } } }) => entry.valueFrom.secretKeyRef.key,
  );
  expect(requiredSecrets()).toEqual(expect.arrayContaining(keys));
  expect(parse(read('config.yaml')).data.REGISTRY_URL).toBeDefined();
});

test('each pod reaches its own servers alone, and never the metadata of a cloud', () => {
  const reaches = (name: string): number[] => {
    const policies = parseAllDocuments(renderServices()).filter(document => document.get('kind') === 'NetworkPolicy');
    const { egress } = policies.find(each => each.getIn(['metadata', 'name']) === `${name}-egress`)?.toJS().spec ?? {};
    const rules: { to: { ipBlock?: { except: string[] } }[]; ports?: { port: number }[] }[] = egress;
    const outside = rules.filter(({ to }) => to[0]?.ipBlock);
    for (const { to } of outside) expect(to[0]?.ipBlock?.except).toContain('169.254.0.0/16');
    return outside.flatMap(({ ports = [] }) => ports.map(({ port }) => port));
  };
  expect(reaches('orders')).toEqual([5432, 9093]);
  expect(reaches('payments')).toEqual([443, 5432, 9093]);
  expect(reaches('gateway')).toEqual([6379]);
  expect(reaches('storefront')).toEqual([]);
});
