import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from '@jest/globals';
import { Pact } from '@pact-foundation/pact';
import { z } from 'zod';
import type { KafkaMessage } from '../contracts/codegen/runtime/events.ts';
import { AT, uuidOf } from './examples.ts';
import { anything, type Example, exactly, matcherOf, type ProviderValue } from './matchers.ts';
import { canonical, pactFile } from './pact-files.ts';
import type { EventOf, ProviderStates } from './provider-tables.ts';
import { type Given, paramsSchema } from './state.ts';

/**
 * An HTTP interaction: a consumer's request, and what it needs of the response. Bodies are examples of their types
 * (matchers.ts).
 */
export interface HttpInteraction<Provider extends keyof ProviderStates> {
  /** The provider state that it needs; states/ has those of the provider. */
  given?: Given<ProviderStates[Provider]>;
  request: {
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
    /** `pathFromState` for a path with an id of the provider. */
    path: string | ProviderValue;
    query?: Record<string, string | string[] | ProviderValue>;
    /** Headers of the contract; service tokens are added at verification. */
    headers?: Record<string, string | ProviderValue>;
    body?: Example;
    /** A body that is not JSON, sent unchanged. */
    file?: File;
  };
  /** A file in the response stands for any file of its type. */
  response: { status: number; body?: Example; file?: File };
}

/** A body that is not JSON. */
export interface File {
  type: string;
  content: string;
}

/** A message interaction: an event that a consumer receives; the payload is an example of its type. */
export interface MessageInteraction<Provider> {
  type: EventOf<Provider>;
  /** The aggregate's id. */
  key: string;
  payload: Example;
}

/**
 * The pact of one consumer with one provider; called once in a test file. It is recorded in a temporary folder and must
 * equal the committed pact in pact/pacts, or replaces it with UPDATE_PACTS=1.
 */
export function pactBetween<Provider extends keyof ProviderStates>(consumer: string, provider: Provider) {
  const file = pactFile(consumer, provider);
  let folder: string;
  let unfinished = 0;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pact-'));
  });
  afterAll(() => {
    try {
      if (unfinished === 0)
        compareWithCommitted(file, readFileSync(join(folder, `${consumer}-${provider}.json`), 'utf8'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  /** Nothing is compared where a test failed or was skipped: the recorded pact would be incomplete. */
  function record(name: string, work: (pact: Pact) => Promise<unknown>): void {
    unfinished += 1;
    test(name, async () => {
      await work(new Pact({ consumer, provider, dir: folder, logLevel: 'error' }));
      unfinished -= 1;
    });
  }

  return {
    /** `use` sends the request to the URL by the consumer's own code. */
    httpInteraction(
      what: string,
      { given, request, response }: HttpInteraction<Provider>,
      use: (baseUrl: string) => Promise<void>,
    ): void {
      record(`${consumer} requests from ${provider} ${what}`, pact => {
        const interaction = pact.addInteraction().uponReceiving(what);
        if (given) interaction.given(given.state, 'params' in given ? paramsSchema.parse(given.params) : undefined);
        return interaction
          .withRequest(request.method, request.path, builder => {
            if (request.query) builder.query(request.query);
            if (request.headers) builder.headers(request.headers);
            if (request.body !== undefined) builder.jsonBody(matcherOf(request.body));
            if (request.file) builder.headers({ 'Content-Type': request.file.type }).body(...bytesOf(request.file));
          })
          .willRespondWith(response.status, builder => {
            if (response.status >= 400) builder.headers({ 'Content-Type': 'application/problem+json' });
            if (response.file) builder.headers({ 'Content-Type': response.file.type }).body(...bytesOf(response.file));
            else if (response.status !== 204) builder.jsonBody(matcherOf(response.body ?? anyBody(response.status)));
          })
          .executeTest(({ url }) => use(url));
      });
    },

    /** `receive` gets the event as a Kafka message, and passes it to the consumer's own handlers. */
    messageInteraction(
      { type, key, payload }: MessageInteraction<Provider>,
      receive: (message: KafkaMessage) => Promise<void>,
    ): void {
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
          matcherOf(value),
        ]),
      ]);
      record(`${consumer} receives ${type} from ${provider}`, pact =>
        pact
          .addAsynchronousInteraction()
          .expectsToReceive(type, builder => {
            builder.withMetadata(metadata).withJSONContent(matcherOf(payload));
          })
          .executeTest(message => {
            const { key, ...headers } = z.record(z.string(), z.string()).parse(message.metadata);
            return receive({ key: key ?? null, value: JSON.stringify(message.contents.content), headers });
          }),
      );
    },
  };
}

/** The body of a response of which the consumer reads the status alone: clients accept no response without a body. */
function anyBody(status: number): Example {
  return status < 400 ? anything : { status: exactly(status) };
}

/** Pact detects media types by the bytes, and takes any text as text/plain. */
function bytesOf({ type, content }: File): [type: string, content: Buffer] {
  return [type.startsWith('text/') ? 'text/plain' : type, Buffer.from(content)];
}

function compareWithCommitted(file: string, recorded: string): void {
  const now = canonical(recorded);
  if (process.env.UPDATE_PACTS === '1') writeFileSync(file, now);
  else if (canonical(readFileSync(file, 'utf8')) !== now)
    throw new Error(`${file} is not what its consumer needs: run "task pact:update"`);
}
