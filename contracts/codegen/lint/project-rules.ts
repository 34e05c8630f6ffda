import type { Contract, EventContract, ServiceContract } from './contract.ts';
import type { Findings } from './finding.ts';
import { usedSchemas } from './schema-rules.ts';

/** No two services answer the same method and path through the gateway. */
export function uniqueRoute(services: ServiceContract[]): void {
  const seen = new Map<string, string>();
  for (const { service, report } of services) {
    for (const { method, path, gateway, at } of service.operations) {
      if (gateway === 'internal') continue;
      const route = `${method.toUpperCase()} ${path.replaceAll(/\{[^}]+\}/g, '{}')}`;
      const other = seen.get(route);
      if (other !== undefined && other !== service.name)
        report('unique-route', at, `${method.toUpperCase()} ${path} is also served by ${other}`);
      seen.set(route, service.name);
    }
  }
}

/** Only the publisher describes a topic. */
export function onePublisher(publishers: EventContract[]): void {
  const seen = new Map<string, string>();
  for (const { publisher, report } of publishers) {
    for (const { channel, topic } of publisher.topics) {
      const other = seen.get(topic);
      if (other !== undefined && other !== publisher.name)
        report('one-publisher', ['channels', channel], `The topic ${topic} is already described by ${other}`);
      seen.set(topic, publisher.name);
    }
  }
}

/** A component schema that no contract uses is a promise to nobody. Those of a shared file count over all contracts. */
export function unusedSchemas(contracts: Contract[], findings: Findings, shared: Map<string, string[]>): void {
  const used = new Set<string>();
  for (const contract of contracts) {
    const names = usedSchemas(contract);
    for (const name of names) {
      const { file, path } = contract.bundle.origin(['components', 'schemas', name]);
      used.add(`${file} ${String(path.at(-1))}`);
    }
  }
  for (const [file, names] of shared) {
    for (const name of names) {
      if (!used.has(`${file} ${name}`))
        findings.add('unused-schema', file, ['components', 'schemas', name], `Nothing uses the schema ${name}`);
    }
  }
}
