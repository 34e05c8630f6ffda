import type { PrismaClient } from '../prisma/client/client.ts';
import type { Integration, VersionOf } from './matrix.ts';
import type { Reads } from './reads.ts';
import type { Selector } from './selectors.ts';
import { findVersion, latestVersion } from './store.ts';

/** Against which versions of the others a version is held. */
export type Scope = { environmentId: string } | 'latest' | 'selected';

interface Resolved {
  versions: VersionOf[];
  /** Sentences about versions that do not exist. */
  missing: string[];
}

/** The versions that selectors name. */
export async function resolveVersions(prisma: PrismaClient, selectors: readonly Selector[]): Promise<Resolved> {
  const resolved: Resolved = { versions: [], missing: [] };
  for (const { name, version } of selectors) {
    const row =
      version === undefined
        ? await latestVersion(prisma, name)
        : await findVersion(prisma, { pacticipant: name, number: version });
    if (row) resolved.versions.push({ pacticipant: name, number: row.number });
    else resolved.missing.push(`There is no version ${version ?? ''} of ${name}.`.replace('  ', ' '));
  }
  return resolved;
}

/**
 * Every integration of these versions: their pacts with versions of their providers, and the pacts that versions of
 * their consumers have with them. Versions that are asked about together meet each other, others come from the scope.
 */
export async function integrationsOf(
  reads: Reads,
  versions: readonly VersionOf[],
  scope: Scope,
): Promise<Integration[]> {
  async function candidates(pacticipant: string): Promise<string[]> {
    const selected = versions.filter(version => version.pacticipant === pacticipant);
    if (selected.length > 0) return selected.map(({ number }) => number);
    if (scope === 'selected') return [];
    if (scope !== 'latest') return reads.deployedVersions(scope.environmentId, pacticipant);
    const latest = await reads.latestVersion(pacticipant);
    return latest ? [latest.number] : [];
  }

  const found = new Map<string, Integration>();
  async function add(consumer: VersionOf, provider: { pacticipant: string; number: string | undefined }) {
    const key = JSON.stringify([consumer, provider]);
    const integration = found.has(key) ? undefined : await reads.findIntegration(consumer, provider);
    if (integration) found.set(key, integration);
  }

  for (const version of versions) {
    for (const { provider } of await reads.pactsOfConsumer(version)) {
      const numbers = await candidates(provider);
      if (numbers.length === 0 && scope !== 'selected')
        await add(version, { pacticipant: provider, number: undefined });
      for (const number of numbers) await add(version, { pacticipant: provider, number });
    }
    for (const consumer of await reads.consumersOf(version.pacticipant))
      for (const number of await candidates(consumer)) await add({ pacticipant: consumer, number }, version);
  }
  return [...found.values()];
}
