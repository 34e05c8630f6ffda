import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { claimBuild, forgetBuilds } from './builds.ts';
import { type Command, findDaemon } from './daemon.ts';
import { root, stateFolder } from './folders.ts';
import { provision, runTool } from './provision.ts';
import { processFiles } from './servers/run.ts';
import type { Place } from './servers/server.ts';
import { listens, sourceCommit } from './services.ts';
import { settings } from './settings.ts';
import type { Report, Steps } from './steps.ts';

/** A web app: built once for its sources, served by `<name>/main.ts` from the folder of the build. */
export interface App {
  readonly name: 'storefront' | 'admin';
  /** What is not there as long as nobody has begun to write it. */
  readonly needs: string;
  /** The program that builds into a folder, which `BUILD_DIR` names too. */
  builder(folder: string): readonly string[];
}

const node = (file: string): string => path.join(root, 'node_modules', file);

const apps: readonly App[] = [
  {
    name: 'storefront',
    needs: 'storefront/main.ts',
    builder: () => [node('next/dist/bin/next'), 'build', 'storefront'],
  },
  {
    name: 'admin',
    needs: 'admin/index.html',
    builder: folder => [
      node('vite/bin/vite.js'),
      'build',
      'admin',
      '--outDir',
      folder,
      '--emptyOutDir',
      '--logLevel',
      'warn',
    ],
  },
];

export const appNames = apps.map(({ name }) => name);

/** The apps that are written so far. */
export const availableApps = (): readonly App[] => apps.filter(({ needs }) => fs.existsSync(path.join(root, needs)));

const production = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };

/** A folder as `BUILD_DIR` names it: from the folder of the app, where its configuration is. */
const fromApp = (app: App, folder: string): string => path.relative(path.join(root, app.name), folder);

/**
 * All builds of this clone, whichever system they are for; inside the clone, so that what is built finds
 * `node_modules`.
 */
const buildsFolder = path.join(root, '.covenant/build');

/** What both apps are made of beside their own folder; servers and validators of the services are no part of them. */
const shared = [
  'look',
  'generated',
  'contracts/codegen/runtime',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.apps.json',
];
const noSource =
  /(^|\/)(\.next|dist|node_modules|validators)(\/|$)|\.test\.tsx?$|^generated\/.*\/(server|events)\.ts$|\.md$|next-env\.d\.ts$/;

function filesUnder(clone: string, name: string): string[] {
  const absolute = path.join(clone, name);
  if (noSource.test(name) || !fs.existsSync(absolute)) return [];
  if (!fs.statSync(absolute).isDirectory()) return [name];
  return fs
    .readdirSync(absolute)
    .sort()
    .flatMap(entry => filesUnder(clone, path.posix.join(name, entry)));
}

/** Names the sources of an app: another byte in any of them is another hash. */
export function sourceHash({ name }: Pick<App, 'name'>, clone = root): string {
  const hash = createHash('sha256');
  for (const file of [name, ...shared].flatMap(entry => filesUnder(clone, entry))) {
    hash.update(`${file}\0`).update(fs.readFileSync(path.join(clone, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Which build each system of this clone uses from the next start of its server on. */
const useFile = (state: string, app: App): string => path.join(state, `${app.name}.build`);

/** Which one its server was started on: that may be an earlier one, and is served until it is started again. */
const servedFile = (state: string, app: App): string => path.join(state, `${app.name}.served`);

/** The builds that the systems of this clone use or serve. */
function usedBuilds(app: App): string[] {
  const covenant = path.dirname(buildsFolder);
  const states = fs.readdirSync(covenant).map(name => path.join(covenant, name));
  const files = states.flatMap(state => [useFile(state, app), servedFile(state, app)]);
  return files.filter(file => fs.existsSync(file)).map(file => fs.readFileSync(file, 'utf8'));
}

/**
 * Builds the app from the sources as they are, unless that was done before, has the server use it from its next start
 * on, and removes the builds that no system needs any more. Two processes may do this at the same time; nothing is
 * downloaded and nothing reported to anybody.
 * @param state of the system that is going to use it
 */
async function buildApp(app: App, state: string, report: Report): Promise<void> {
  const key = `${app.name}-${sourceHash(app)}`;
  fs.mkdirSync(buildsFolder, { recursive: true });
  const done = claimBuild(buildsFolder, key);
  try {
    await provision(buildsFolder, key, async draft => {
      const target = fromApp(app, draft);
      const environment = { ...process.env, ...production, BUILD_DIR: target, NO_COLOR: '1' };
      await runTool({ program: process.execPath, args: app.builder(target), cwd: root, environment }, report);
      // what Next.js would build faster from, were it not another folder
      fs.rmSync(path.join(draft, 'cache'), { recursive: true, force: true });
    });
    fs.writeFileSync(useFile(state, app), key);
  } finally {
    done();
  }
  forgetBuilds(buildsFolder, app.name, () => usedBuilds(app));
}

/** An app that is built, or why it is not. */
export type Build = { app: App } | { app: App; error: Error };

/** Builds every app, side by side. */
export function buildApps(state: string, steps: Steps): Promise<Build[]> {
  const build = async (app: App): Promise<Build> => {
    try {
      await steps.step(`build ${app.name}`, report => buildApp(app, state, report));
      return { app };
    } catch (error) {
      return { app, error: error as Error };
    }
  };
  return Promise.all(availableApps().map(build));
}

/** What the server of the storefront measures and reports, and what the pages of the console do. */
function measuring(
  { name }: App,
  { secrets }: Place,
  urls: Record<string, string>,
): Record<string, string | undefined> {
  const { USAGE_SAMPLE: sample, CONSOLE_USAGE_SAMPLE: consoleSample } = process.env;
  if (name === 'admin') return consoleSample ? { CONSOLE_USAGE_SAMPLE: consoleSample } : {};
  if (!sample) return {};
  return {
    USAGE_SAMPLE: sample,
    SERVICE_PRIVATE_KEY: secrets.serviceKeys[name],
    REGISTRY_URL: urls.REGISTRY_URL,
  };
}

/**
 * How the server of an app is run on the build that its system uses, with its whole environment beside what all
 * programs share.
 */
export function appCommand(app: App, place: Place, urls: Record<string, string>): Command {
  const key = fs.readFileSync(useFile(place.state, app), 'utf8');
  fs.writeFileSync(servedFile(place.state, app), key);
  const own = settings[app.name]?.(place) ?? {};
  const environment = {
    ...Object.fromEntries(Object.entries(own).map(([name, value]) => [name, process.env[name] || value])),
    GATEWAY_URL: urls.GATEWAY_URL,
    ...measuring(app, place, urls),
    ...sourceCommit(),
    PORT: String(place.ports[listens(app.name)[0]]),
    LISTEN_HOST: process.env.LISTEN_HOST || '127.0.0.1',
    BUILD_DIR: fromApp(app, path.join(buildsFolder, key)),
    ...production,
  };
  return { program: process.execPath, args: [path.join(root, app.name, 'main.ts')], cwd: root, environment };
}

/** `task build`: builds the apps anew and has the running system show them. @returns the exit code */
export async function buildCommand(steps: Steps): Promise<number> {
  const state = stateFolder('dev');
  const builds = await buildApps(state, steps);
  for (const build of builds) {
    const names = build.app.name === 'admin' ? ['admin', 'small'] : [build.app.name];
    const pid = names.map(name => findDaemon(processFiles(state, name).pid)).find(found => found !== undefined);
    if ('error' in build) steps.print(build.error.message);
    else if (pid !== undefined) process.kill(pid, 'SIGTERM'); // the supervisor starts it again
  }
  return builds.some(build => 'error' in build) ? 1 : 0;
}
