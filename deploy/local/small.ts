import path from 'node:path';
import { joinEnvironments, ownVariables } from '../small/environment.ts';
import { appCommand, type Build } from './apps.ts';
import type { Command } from './daemon.ts';
import { root } from './folders.ts';
import { availableServices, serviceEnvironment, serviceUrls } from './services.ts';
import type { Stack } from './stack.ts';

/** The program that runs all services in one process. */
export const SMALL = 'small';

/** The app whose server runs in that process, too. */
export const appOfSmall = 'admin';

/**
 * How all services and the server of the console are run in one process, as `npm start -- --small` does.
 * @throws Error with the output of its build, when the console could not be built
 */
export function smallCommand({ place, environment }: Stack, builds: readonly Build[]): Command {
  const services = availableServices().map(service => [service.name, serviceEnvironment(service, place, environment)]);
  const apps = builds.flatMap(build => {
    if (build.app.name !== appOfSmall) return [];
    if ('error' in build) throw build.error;
    return [ownVariables(appOfSmall, appCommand(build.app, place, serviceUrls(place.ports)).environment ?? {})];
  });
  return {
    program: process.execPath,
    args: [path.join(root, 'deploy/small/main.ts')],
    cwd: root,
    environment: Object.assign(joinEnvironments(Object.fromEntries(services)), ...apps),
  };
}
