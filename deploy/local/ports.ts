import { randomInt } from 'node:crypto';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

/**
 * Every port of the system, as an offset from the base that `COVENANT_PORT_BASE` moves, and, where people type it, its
 * well-known number.
 */
const table = {
  catalog: { offset: 1 },
  search: { offset: 2 },
  cart: { offset: 3 },
  inventory: { offset: 4 },
  checkout: { offset: 5 },
  orders: { offset: 6 },
  payments: { offset: 7 },
  shipping: { offset: 8 },
  notifications: { offset: 9 },
  identity: { offset: 10 },
  registry: { offset: 11 },
  stripe: { offset: 12 },
  edge: { offset: 13 },
  audit: { offset: 14 },
  postgres: { offset: 20 },
  mongodb: { offset: 21 },
  redis: { offset: 22 },
  kafka: { offset: 23 },
  kafka_controller: { offset: 24 },
  elasticsearch: { offset: 25 },
  elasticsearch_transport: { offset: 26 },
  s3: { offset: 27 },
  smtp: { offset: 28, known: 1025 },
  inbox: { offset: 29, known: 1080 },
  gateway: { offset: 30, known: 8080 },
  storefront: { offset: 31, known: 3000 },
  admin: { offset: 32, known: 3001 },
  gateway_origin: { offset: 33 },
  storefront_origin: { offset: 34 },
  admin_origin: { offset: 35 },
} as const satisfies Record<string, { offset: number; known?: number }>;

export type PortName = keyof typeof table;
export type Ports = Readonly<Record<PortName, number>>;
export const portNames = Object.keys(table) as PortName[];
const portsSchema: z.ZodType<Ports> = z.record(z.enum(portNames), z.number());

/** The variable that moves one port: `GATEWAY_PORT`, `KAFKA_PORT`. */
export const portVariable = (name: PortName): string => `${name.toUpperCase()}_PORT`;

/** Ports whose number nobody types, so that they may move out of the way by themselves. */
const internal = portNames.filter(name => !('known' in table[name]) || name === 'smtp');

export interface PortChoice {
  /** Where the block of internal ports begins when nothing says otherwise. */
  defaultBase: number;
  /**
   * Whether gateway, storefront, admin and inbox sit at their well-known numbers; tests keep everything in the block.
   */
  wellKnown: boolean;
}

/** A port from the environment, refused unless it is one. */
function given(variable: string, environment: NodeJS.ProcessEnv): number | undefined {
  const text = environment[variable];
  if (!text) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`${variable}=${text} is no port: give a whole number from 1 to 65535`);
  return port;
}

function layOut(choice: PortChoice, base: number, atDefault: boolean, environment: NodeJS.ProcessEnv): Ports {
  const port = (name: PortName): number => {
    const row = table[name];
    const known = choice.wellKnown && atDefault && 'known' in row ? row.known : undefined;
    return given(portVariable(name), environment) ?? known ?? base + row.offset;
  };
  return portsSchema.parse(Object.fromEntries(portNames.map(name => [name, port(name)])));
}

/**
 * Chooses every port: its own variable first, then the block at `COVENANT_PORT_BASE` (which, when set, also holds the
 * public ones). Without that variable the internal ports move on together, a hundred at a time, to a block where all of
 * them are free.
 * @param isFree whether a port can be had; ports that this system already holds count as free
 * @param before the ports of an earlier run, kept as long as they are free; what it did not have yet is laid out beside
 * them
 */
export async function choosePorts(
  choice: PortChoice,
  environment: NodeJS.ProcessEnv,
  isFree: (port: number) => Promise<boolean>,
  before?: Partial<Ports>,
): Promise<Ports> {
  const base = given('COVENANT_PORT_BASE', environment);
  if (base !== undefined) return layOut(choice, base, false, environment);
  const first = layOut(choice, choice.defaultBase, true, environment);
  const movable = (choice.wellKnown ? internal : portNames).filter(name => !environment[portVariable(name)]);
  const isPossible = async (block: Ports): Promise<boolean> =>
    (await Promise.all(movable.map(name => isFree(block[name])))).every(Boolean);
  const withBlock = (block: Ports): Ports => ({
    ...first,
    ...Object.fromEntries(movable.map(name => [name, block[name]])),
  });
  if (before?.catalog) {
    const unchanged = { ...layOut(choice, before.catalog - table.catalog.offset, false, environment), ...before };
    if (await isPossible(unchanged)) return withBlock(unchanged);
  }
  if (await isPossible(first)) return first;
  for (let at = choice.defaultBase + 100; at < choice.defaultBase + 5000; at += 100) {
    const block = layOut(choice, at, false, environment);
    if (await isPossible(block)) return withBlock(block);
  }
  throw new Error(`No block of free ports from ${choice.defaultBase} on. Choose one: COVENANT_PORT_BASE=20000`);
}

/** Whether a program could listen on this port of the loopback interface now. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1' }, () => probe.close(() => resolve(true)));
  });
}

/**
 * Fails, naming the port and the variable that changes it, when another program holds it. Waits a moment: a process of
 * ours that was killed may still be letting go.
 */
export async function requireFreePort(name: PortName, port: number): Promise<void> {
  for (let tries = 0; tries < 20; tries++) {
    if (await isPortFree(port)) return;
    await sleep(100);
  }
  throw new Error(
    `Port ${port} (${name}) is taken by another program. Stop that program, or choose another port: ${portVariable(name)}=${port + 1}`,
  );
}

/**
 * Ports that are free now and still are when a program starts on them a second time. They are below the range that the
 * kernel gives to outgoing connections (`net.ipv4.ip_local_port_range`, from 32,768 on): a port of that range may
 * become the local end of anybody's connection between two starts.
 */
export async function freePorts(count: number): Promise<number[]> {
  const lowest = 20_000;
  const end = 32_768;
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = randomInt(lowest, end);
    if (await isPortFree(port)) ports.add(port);
  }
  return [...ports];
}
