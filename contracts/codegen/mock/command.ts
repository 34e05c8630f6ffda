import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname, resolve } from 'node:path';
import { type CommandResult, parseOptions, UsageError } from '../commands/command.ts';
import { loadProject, type Project } from '../config.ts';
import { ContractError } from '../contract-error.ts';
import { readContracts } from '../read-contracts.ts';
import { type MockOptions, mockApp } from './mock-app.ts';
import { type PublishOptions, publishMockEvents } from './publish-events.ts';

export const mockUsage = `covenant mock [DOCUMENT]: answers for the contracts of the project, or for one document, until Ctrl-C
  --port N             where it listens (4010); 0 takes one that is free
  --host HOST          (127.0.0.1)
  --service NAME       only this service
  --seed TEXT          the same seed gives the same values (covenant)
  --latency MS         how long each answer takes: 200, or 50-400
  --failures SHARE     the share of requests that fail with 503: 0.1
  --no-security        nobody needs a credential; otherwise any credential of the declared kind is good
  --cors               browsers of any origin may read the answers
  --kafka BROKERS      sends an event of each message there: localhost:9092
  --event-interval MS  … and again after so many ms
  --topic-prefix TEXT  in front of each topic's name
  --project FOLDER     where covenant.config.ts is (here)
Requests are checked as the generated server checks them. Answers are the examples of the contract, else values of its schemas. \`POST /pets\` makes what
\`GET /pets/{petId}\` answers, \`GET /pets\` lists and \`DELETE\` removes. A request may ask for more: \`Prefer: code=503\`, \`example=empty\`, \`delay=200\` (ms).`;

/** Runs `covenant mock` until the process is asked to end. */
export async function runMock(args: readonly string[]): Promise<CommandResult> {
  const call = parseCall(args);
  const project = call.document === undefined ? await loadProject(call.project) : projectOf(call.document);
  const { services, publishers, findings } = readContracts(project);
  if (findings.hasErrors) throw new ContractError(findings.sorted(), project.root);
  const isChosen = ({ name }: { name: string }) => call.service === undefined || name === call.service;
  const chosen = services.map(({ service }) => service).filter(isChosen);
  const senders = publishers.map(({ publisher }) => publisher).filter(isChosen);
  if (chosen.length + senders.length === 0) throw new UsageError(`There is no service ${call.service ?? ''}`);
  const server = createServer(await mockApp(chosen, call.options));
  server.listen(call.port, call.host);
  await Promise.race([once(server, 'listening'), once(server, 'error').then(([error]) => Promise.reject(error))]);
  const operations = chosen.reduce((sum, { operations: { length } }) => sum + length, 0);
  console.log(`covenant mock answers ${operations} operations at ${addressOf(server.address())}; Ctrl-C ends it`);
  const events = call.kafka && (await publishMockEvents(senders, call.kafka));
  if (events) console.log(`${events.sent} events were sent to ${events.topics.join(', ')}`);
  const ended = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await ended;
  server.close();
  server.closeAllConnections();
  await (events || undefined)?.close();
  return { output: '', exitCode: 0 };
}

/** A document that belongs to no project. */
function projectOf(document: string): Project {
  const file = resolve(document);
  if (!existsSync(file)) throw new UsageError(`There is no ${document}`);
  return { root: dirname(file), openapi: basename(file), output: 'generated', runtime: 'covenant/runtime' };
}

interface Call {
  document: string | undefined;
  project: string;
  port: number;
  host: string;
  service: string | undefined;
  options: MockOptions;
  kafka: PublishOptions | undefined;
}

function parseCall(args: readonly string[]): Call {
  const { flags, values, rest } = parseOptions(
    args,
    ['no-security', 'cors'],
    [
      ...(['port', 'host', 'service', 'seed', 'latency', 'failures', 'kafka', 'event-interval'] as const),
      ...(['topic-prefix', 'project'] as const),
    ],
  );
  const [document, more] = rest;
  if (more !== undefined) throw new UsageError(`${more} is one argument too many`);
  const seed = values.seed ?? 'covenant';
  const [, from = '0', to = from] =
    /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(values.latency ?? '0') ?? fail('latency', values.latency);
  const failures = Number(values.failures ?? 0);
  if (!(failures >= 0 && failures <= 1)) fail('failures', values.failures);
  return {
    document,
    project: values.project ?? process.cwd(),
    port: wholeNumber('port', values.port ?? '4010', 65_535),
    host: values.host ?? '127.0.0.1',
    service: values.service,
    options: {
      seed,
      latencyMs: [Number(from), Number(to)],
      failures,
      security: !flags.has('no-security'),
      cors: flags.has('cors'),
    },
    kafka:
      values.kafka === undefined
        ? undefined
        : {
            brokers: values.kafka.split(','),
            prefix: values['topic-prefix'] ?? '',
            seed,
            intervalMs: wholeNumber('event-interval', values['event-interval'] ?? '0', 86_400_000),
          },
  };
}

function wholeNumber(name: string, text: string, most: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  return value <= most ? value : fail(name, text);
}

function fail(name: string, value: string | undefined): never {
  throw new UsageError(`--${name} cannot be ${value ?? ''}`);
}

function addressOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') return String(address);
  return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
}
