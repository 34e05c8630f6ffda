import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from '@jest/globals';
import { Pact } from '@pact-foundation/pact';
import { z } from 'zod';
import type { KafkaMessage } from '../contracts/codegen/runtime/events.ts';
import { AT, uuidOf } from './examples.ts';
import { canonical, pactFile } from './files.ts';
import { anything, type Chosen, type Example, exactly, typed } from './typed.ts';

/** What a consumer asks, and what it needs of the answer. Bodies are examples of their types (typed.ts). */
export interface Asked {
  /** The state of the provider that it takes. */
  given?: { state: string; params?: Record<string, string | number> };
  request: {
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
    /** With an id that the provider chooses: `pathByState`. */
    path: string | Chosen;
    query?: Record<string, string | string[] | Chosen>;
    /** Headers that the contract has; tokens of services are added at verification. */
    headers?: Record<string, string | Chosen>;
    body?: Example;
    /** In place of a body that is JSON; sent as it stands. */
    file?: File;
  };
  /** A file in the answer stands for any of its type. */
  response: { status: number; body?: Example; file?: File };
}

/** What is no JSON. */
export interface File {
  type: string;
  content: string;
}

/** An event that a consumer listens to; the payload is an example of its type. */
export interface Heard {
  type: string;
  /** The aggregate's id. */
  key: string;
  payload: Example;
}

/**
 * The pact of one edge: called once in a test file. What is recorded goes to a folder of its own; in the end it must be
 * what is committed in pact/pacts, or becomes that with UPDATE_PACTS=1.
 */
export function pactBetween(consumer: string, provider: string) {
  const file = pactFile(consumer, provider);
  let folder: string;
  let missing = 0;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pact-'));
  });
  afterAll(() => {
    try {
      if (missing === 0) settle(file, readFileSync(join(folder, `${consumer}-${provider}.json`), 'utf8'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  /** Where a test failed or was left out, there is nothing to compare: the file would lack what it records. */
  function record(name: string, work: (pact: Pact) => Promise<unknown>): void {
    missing += 1;
    test(name, async () => {
      await work(new Pact({ consumer, provider, dir: folder, logLevel: 'error' }));
      missing -= 1;
    });
  }

  return {
    /** `use` makes the request at the address it is given, by the consumer's own code. */
    asks(what: string, { given, request, response }: Asked, use: (baseUrl: string) => Promise<void>): void {
      record(`${consumer} asks ${provider} ${what}`, pact => {
        const begun = pact.addInteraction().uponReceiving(what);
        if (given) begun.given(given.state, given.params);
        return begun
          .withRequest(request.method, request.path, builder => {
            if (request.query) builder.query(request.query);
            if (request.headers) builder.headers(request.headers);
            if (request.body !== undefined) builder.jsonBody(typed(request.body));
            if (request.file) builder.headers({ 'Content-Type': request.file.type }).body(...bytesOf(request.file));
          })
          .willRespondWith(response.status, builder => {
            if (response.status >= 400) builder.headers({ 'Content-Type': 'application/problem+json' });
            if (response.file) builder.headers({ 'Content-Type': response.file.type }).body(...bytesOf(response.file));
            else if (response.status !== 204) builder.jsonBody(typed(response.body ?? anyBody(response.status)));
          })
          .executeTest(({ url }) => use(url));
      });
    },

    /** `receive` gets the event as Kafka brings it, and hands it to the consumer's own handlers. */
    hears({ type, key, payload }: Heard, receive: (message: KafkaMessage) => Promise<void>): void {
      const constant = {
        'content-type': 'application/json',
        ce_specversion: '1.0',
        ce_type: type,
        ce_source: provider,
      };
      const metadata = Object.fromEntries([
        ...Object.entries(constant).map(([name, value]) => [name, exactly(value)]),
        ...Object.entries({ ce_id: uuidOf(0), ce_subject: key, ce_time: AT, key }).map(([name, value]) => [
          name,
          typed(value),
        ]),
      ]);
      record(`${consumer} hears of ${type} from ${provider}`, pact =>
        pact
          .addAsynchronousInteraction()
          .expectsToReceive(type, builder => {
            builder.withMetadata(metadata).withJSONContent(typed(payload));
          })
          .executeTest(message => {
            const { key, ...headers } = z.record(z.string(), z.string()).parse(message.metadata);
            return receive({ key: key ?? null, value: JSON.stringify(message.contents.content), headers });
          }),
      );
    },
  };
}

/** The body of an answer of which the consumer reads the status only: the clients take no answer without one. */
function anyBody(status: number): Example {
  return status < 400 ? anything : { status: exactly(status) };
}

/** Pact tells types by the bytes, and any text is plain to it. */
function bytesOf({ type, content }: File): [type: string, content: Buffer] {
  return [type.startsWith('text/') ? 'text/plain' : type, Buffer.from(content)];
}

function settle(file: string, recorded: string): void {
  const now = canonical(recorded);
  if (process.env.UPDATE_PACTS === '1') writeFileSync(file, now);
  else if (canonical(readFileSync(file, 'utf8')) !== now)
    throw new Error(`${file} is not what its consumer needs: run "task pact:update"`);
}
