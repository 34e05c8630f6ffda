import path from 'node:path';
import { z } from 'zod';
import { loadProject } from '../../contracts/codegen/config.ts';
import { publishProject } from '../../contracts/codegen/publish/publish-project.ts';
import { httpUrl, readConfig } from '../../services/platform/config.ts';
import { serviceTokens } from '../../services/platform/http/auth.ts';
import { privateKeySetting } from '../../services/platform/service-keys.ts';

/**
 * The job that fills the registry with the contracts and pacts of an image: `covenant publish`, signed in as the
 * pipeline. Ends with 1 where something was refused, with 78 where a variable is missing.
 */
const env = readConfig({
  REGISTRY_URL: httpUrl(),
  SERVICE_PRIVATE_KEY: privateKeySetting,
  GIT_REVISION: z.string().optional(),
});
const project = await loadProject(path.resolve(import.meta.dirname, '../..'));
const tokens = serviceTokens({ caller: 'pipeline', target: 'registry', key: env.SERVICE_PRIVATE_KEY });
const access = { url: env.REGISTRY_URL, token: async () => tokens() };
const options = env.GIT_REVISION === undefined ? {} : { revisionName: env.GIT_REVISION };
const { contracts, pacts, refused } = await publishProject(project, access, options);
for (const line of refused) console.error(line);
console.log(`${contracts} contracts and ${pacts} pacts are in the registry.`);
process.exitCode = refused.length > 0 ? 1 : 0;
