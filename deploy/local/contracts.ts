import { loadProject } from '../../contracts/codegen/config.ts';
import { publishProject } from '../../contracts/codegen/publish/publish-project.ts';
import { serviceTokens } from '../../services/platform/http/auth.ts';
import { parsePrivateKey } from '../../services/platform/service-keys.ts';
import { root } from './folders.ts';
import type { Place } from './servers/server.ts';
import type { Steps } from './steps.ts';

/**
 * Publishes the contracts and pacts of this clone to its registry, as `covenant publish` does. What is refused there is
 * printed, and the system still starts.
 */
export async function publishContracts(place: Place, steps: Steps): Promise<void> {
  const url = `http://127.0.0.1:${place.ports.registry}`;
  const key = parsePrivateKey(place.secrets.serviceKeys.pipeline ?? '');
  const tokens = serviceTokens({ caller: 'pipeline', target: 'registry', key });
  const publish = async () => {
    const published = await publishProject(await loadProject(root), { url, token: async () => tokens() });
    for (const line of published.refused) steps.print(`  ! ${line}`);
    return published;
  };
  await steps.step(
    'contracts',
    publish,
    ({ contracts, pacts }) => `${contracts} contracts, ${pacts} pacts in the registry`,
  );
}
