import type { Command } from '../daemon.ts';
import type { PlainUser } from '../folders.ts';
import type { PortName, Ports } from '../ports.ts';
import type { ToolName } from '../prerequisites.ts';
import type { Secrets } from '../secrets.ts';
import type { Report } from '../steps.ts';

/** Everything a server may know about the system it belongs to. */
export interface Place {
  /** `dev` for `npm start`, `test` for `npm test`. */
  readonly name: string;
  /** Folder with the state of this system. */
  readonly state: string;
  /** Folder with what was downloaded or built, shared between clones. */
  readonly cache: string;
  readonly ports: Ports;
  readonly secrets: Secrets;
  /** Whom servers that refuse to run as root run as. */
  readonly user: PlainUser | undefined;
  /** Tests trade safety against a power cut for speed. */
  readonly disposable: boolean;
  /** Aborted when the system is being stopped: from then on nothing is started. */
  readonly closing: AbortSignal;
}

/** One server that the services need, and the way to have it without a container engine. */
export interface Server {
  readonly name: string;
  readonly title: string;
  /** Variables of which each says where one already runs; then nothing is started. */
  readonly given: readonly string[];
  /** Further variables of services, unless the environment has them. */
  readonly elsewhere?: Readonly<Record<string, string>>;
  readonly ports: readonly PortName[];
  /** Tools of the system to run it with, and those to build it with, as long as the cache has no `home` of it. */
  readonly needs: { readonly run: readonly ToolName[]; readonly build: readonly ToolName[] };
  /** Its folder in the cache, when it has one. */
  home?(place: Place): string;
  /** The signal for an orderly stop, and how long it may take (ms). */
  readonly stop: { signal: NodeJS.Signals; timeoutMs: number };
  /** Downloads or builds the program, once for a version. */
  provision(place: Place, report: Report): Promise<void>;
  /** Makes its data folder, once. */
  prepare?(place: Place): Promise<void>;
  command(place: Place): Command;
  /** Resolves when it answers; rejects while it does not. */
  answers(place: Place): Promise<void>;
  /** What is to be done once it answers, each start; repeating it changes nothing. */
  settle?(place: Place): Promise<void>;
  /** The variables with its address, for services. */
  environment(place: Place): Record<string, string>;
}
