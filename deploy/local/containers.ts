import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './folders.ts';
import { portVariable } from './ports.ts';
import { runTool } from './provision.ts';
import type { Place, Server } from './servers/server.ts';
import type { Steps } from './steps.ts';

const composeFile = path.join(root, 'deploy/compose/compose.yaml');
const contained = ['postgres', 'mongodb', 'redis', 'kafka', 'elasticsearch', 's3'];

/**
 * Whether a server has an image in the compose file; the others are programs of this project and of its npm packages.
 */
export const isContained = (server: Server): boolean => contained.includes(server.name);

/** Whether Docker Compose can start containers here. `COVENANT_STACK=local` skips the check. */
export async function engineAnswers(): Promise<boolean> {
  if (process.env.COVENANT_STACK === 'local') return false;
  const docker = (...args: string[]): Promise<string> =>
    runTool({ program: 'timeout', args: ['10', 'docker', ...args] });
  return docker('compose', 'version')
    .then(() => docker('info'))
    .then(
      () => true,
      () => false,
    );
}

/** Marks a state whose data is in containers, so that stopping it needs no engine that may be missing. */
const marker = (state: string): string => path.join(state, 'containers');
export const hasContainers = (state: string): boolean => fs.existsSync(marker(state));

/**
 * Whether a state keeps its servers in containers: what it began with, it stays with, for its data is there.
 * @throws Error when it has containers and no engine answers
 */
export async function usesContainers(state: string): Promise<boolean> {
  if (fs.existsSync(path.join(state, 'postgres'))) return false;
  const answers = await engineAnswers();
  if (!answers && hasContainers(state)) {
    throw new Error(
      'The data of this clone is in containers, and Docker does not answer. Start Docker, or begin anew: npm start -- --reset',
    );
  }
  return answers;
}

/** Containers and volumes carry the name of the state they belong to. */
const project = (state: string): string => `covenant-${createHash('sha256').update(state).digest('hex').slice(0, 10)}`;

const compose = (state: string, environment: NodeJS.ProcessEnv, ...args: string[]): Promise<string> =>
  runTool({
    program: 'docker',
    args: ['compose', '--project-name', project(state), '--file', composeFile, ...args],
    environment: { ...process.env, ...environment },
  });

/** The variables of the compose file: ports and passwords, as the services have them. */
export function composeEnvironment(place: Pick<Place, 'ports' | 'secrets'>): Record<string, string> {
  const { kafka, mongodb, postgres, redis, elasticsearch, s3 } = place.ports;
  const ports = Object.entries({ kafka, mongodb, postgres, redis, elasticsearch, s3 } as const);
  return {
    ...Object.fromEntries(ports.map(([name, port]) => [portVariable(name as keyof Place['ports']), String(port)])),
    POSTGRES_PASSWORD: place.secrets.postgres,
    S3_SECRET_ACCESS_KEY: place.secrets.s3,
  };
}

async function untilItAnswers(server: Server, place: Place): Promise<void> {
  for (const began = Date.now(); ; await sleep(200)) {
    place.closing.throwIfAborted();
    try {
      return await server.answers(place);
    } catch (error) {
      if (Date.now() - began > 120_000) throw new Error(`${server.title} does not answer: ${(error as Error).message}`);
    }
  }
}

/**
 * Has these servers running in containers, published at the ports of the place on the loopback interface.
 * @returns false when they cannot be had (no image can be fetched, say) and this state never had them: then there is
 * the local way
 */
export async function startContainers(servers: readonly Server[], place: Place, steps: Steps): Promise<boolean> {
  const names = servers.map(server => server.name);
  const up = steps.step('containers', report => {
    report('docker compose up');
    return compose(place.state, composeEnvironment(place), 'up', '--detach', ...names);
  });
  try {
    await up;
  } catch (error) {
    if (hasContainers(place.state)) throw error;
    steps.print(`  ! ${(error as Error).message.trim().split('\n').at(-1)}: starting the servers without containers`);
    await compose(place.state, composeEnvironment(place), 'down').catch(() => {});
    return false;
  }
  fs.writeFileSync(marker(place.state), '');
  const settle = async (server: Server): Promise<void> => {
    await untilItAnswers(server, place);
    await server.settle?.(place);
  };
  await Promise.all(servers.map(server => steps.step(server.title, () => settle(server))));
  return true;
}

/** Stops the containers of a state; their volumes stay. */
export async function stopContainers(state: string): Promise<void> {
  if (hasContainers(state)) await compose(state, {}, 'stop');
}

/** Removes the containers of a state with all they hold, as far as an engine is there to do it. */
export async function forgetContainers(state: string): Promise<void> {
  if (hasContainers(state)) await compose(state, {}, 'down', '--volumes').catch(() => {});
}
