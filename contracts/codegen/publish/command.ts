import { parseArgs } from 'node:util';
import { loadProject } from '../config.ts';
import { SideError } from '../diff/side.ts';
import { publishProject } from './publish-project.ts';
import { RegistryError } from './registry-client.ts';

export const publishUsage = `covenant publish: publishes the contracts, and the pacts that the configuration names, to a registry
  --registry URL     the registry (REGISTRY_URL); its bearer token is REGISTRY_TOKEN
  --git REVISION     as they are in a git revision; without it, the working tree
  --branch NAME      of the consumers' versions; without it, the branch that is checked out
  --project FOLDER   where covenant.config.ts is (here)
What is there already stays as it is: it may be run again.
ends with 0: all is there; 1: something was refused; 2: it was called in a way that it does not know, or nobody answers`;

export interface PublishOutcome {
  output: string;
  exitCode: 0 | 1 | 2;
}

/** Runs `covenant publish` with its arguments. Throws nothing for what is wrong with them. */
export async function runPublish(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<PublishOutcome> {
  const call = parseCall(args, environment);
  if (!call) return { output: publishUsage, exitCode: 2 };
  const { registry, revision, branch, folder } = call;
  const token = environment.REGISTRY_TOKEN;
  try {
    const { contracts, pacts, refused } = await publishProject(
      await loadProject(folder),
      { url: registry, token: async () => (token === '' ? undefined : token) },
      { revision, ...(branch !== undefined && { branch }) },
    );
    const count = `${contracts} contracts and ${pacts} pacts are in the registry.`;
    return { output: [...refused, count].join('\n'), exitCode: refused.length > 0 ? 1 : 0 };
  } catch (error) {
    if (error instanceof RegistryError) return { output: error.message, exitCode: 2 };
    if (error instanceof SideError) return { output: `${error.message}\n\n${publishUsage}`, exitCode: 2 };
    throw error;
  }
}

function parseCall(args: readonly string[], environment: NodeJS.ProcessEnv) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        registry: { type: 'string' },
        git: { type: 'string' },
        branch: { type: 'string' },
        project: { type: 'string' },
      },
    });
    const registry = values.registry ?? environment.REGISTRY_URL;
    if (registry === undefined || !URL.canParse(registry)) return undefined;
    return { registry, revision: values.git ?? '', branch: values.branch, folder: values.project ?? process.cwd() };
  } catch {
    return undefined; // an option that there is not
  }
}
