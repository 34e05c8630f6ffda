import path from 'node:path';
import { loadProject } from '../../contracts/codegen/config.ts';
import { publishProject } from '../../contracts/codegen/publish/publish-project.ts';
import { serviceToken } from '../../services/platform/http/auth.ts';

/**
 * The job that fills the registry with the contracts and pacts of an image: `covenant publish`, signed in as a service.
 * Ends with 1 where something was refused, with 78 where a variable is missing.
 */
const { REGISTRY_URL: url, SERVICE_TOKEN_SECRET: secret, GIT_REVISION: revision } = process.env;
if (!url || !secret) {
  console.error('Configuration: REGISTRY_URL and SERVICE_TOKEN_SECRET are needed');
  process.exit(78);
}
const project = await loadProject(path.resolve(import.meta.dirname, '../..'));
const access = { url, token: () => serviceToken('publish', secret) };
const { contracts, pacts, refused } = await publishProject(project, access, revision ? { revisionName: revision } : {});
for (const line of refused) console.error(line);
console.log(`${contracts} contracts and ${pacts} pacts are in the registry.`);
process.exitCode = refused.length > 0 ? 1 : 0;
