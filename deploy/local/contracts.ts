import fs from 'node:fs';
import path from 'node:path';
import { bundle } from '../../contracts/codegen/document/bundle.ts';
import { SourceCache } from '../../contracts/codegen/document/source.ts';
import { createRegistryClient } from '../../generated/registry/client.ts';
import { serviceToken } from '../../services/platform/http/auth.ts';
import { root } from './folders.ts';
import type { Place } from './servers/server.ts';
import type { Steps } from './steps.ts';

const kinds = ['openapi', 'asyncapi'] as const;

function versionOf(document: object): string {
  const info: unknown = Reflect.get(document, 'info');
  const version: unknown = typeof info === 'object' && info !== null ? Reflect.get(info, 'version') : undefined;
  return String(version);
}

/**
 * Publishes every contract of this clone to its registry, references resolved. A document that changed under a
 * published version is refused there; that is printed, and the system runs all the same.
 */
export async function publishContracts(place: Place, steps: Steps): Promise<void> {
  const headers = async () => ({ authorization: `Bearer ${await serviceToken('deploy', place.secrets.serviceToken)}` });
  const registry = createRegistryClient({ baseUrl: `http://127.0.0.1:${place.ports.registry}`, headers });
  const cache = new SourceCache();
  const publishAll = async (): Promise<number> => {
    let published = 0;
    for (const kind of kinds) {
      const folder = path.join(root, 'contracts', kind);
      for (const file of fs.readdirSync(folder).sort()) {
        const { document } = bundle(path.join(folder, file), cache);
        const version = versionOf(document);
        const answer = await registry.publishContract({
          path: { kind, name: path.basename(file, '.yaml'), version },
          body: { document },
        });
        if (answer.status === 200) published += 1;
        else steps.print(`  ! ${kind}/${file}: ${answer.body.detail ?? answer.body.title}`);
      }
    }
    return published;
  };
  await steps.step('contracts', publishAll, count => `${count} in the registry`);
}
