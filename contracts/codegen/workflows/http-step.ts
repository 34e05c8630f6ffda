import { type Answer, Judge } from '../conformance/judge.ts';
import { encodingOf } from '../conformance/send.ts';
import { type Json, type JsonObject, jsonOrText } from '../document/json.ts';
import type { Parameter, Service } from '../openapi/service.ts';
import { isJsonType } from '../runtime/media-type.ts';
import { writeHeaders, writePath, writeQuery, writeTarget } from '../runtime/parameter-writer.ts';
import { type Exchange, StepFailure, type StepParameters } from './run.ts';
import type { Target } from './targets.ts';
import type { Step } from './workflow.ts';

export interface HttpOptions {
  /** Where the operations of a source are. */
  urlOf(source: string): string;
  /** Headers of every request. */
  headers: Readonly<Record<string, string>>;
  timeoutMs: number;
}

/** Calls operations as a browser would: a cookie that an answer sets goes with the requests after it. */
export class HttpCaller {
  readonly #options: HttpOptions;
  readonly #cookies = new Map<string, string>();
  readonly #judges = new Map<Service, Judge>();

  constructor(options: HttpOptions) {
    this.#options = options;
  }

  async call(
    { operation, contract, source }: Target & { kind: 'operation' },
    step: Step,
    given: readonly StepParameters[],
    payload: Json | undefined,
  ): Promise<Exchange> {
    const of = (place: string): JsonObject =>
      Object.fromEntries(given.filter(parameter => parameter.in === place).map(({ name, value }) => [name, value]));
    const encodings = operation.parameters.map(encodingOf);
    const path = of('path');
    const query = of('query');
    const headers = of('header');
    const search = writeQuery(query, encodings.filter(isOf('query')));
    const target = writeTarget(writePath(operation.path, path, encodings.filter(isOf('path'))), search);
    const url = `${this.#options.urlOf(source)}${target}`;
    const sent = new Headers({ ...this.#options.headers, ...writeHeaders(headers, encodings.filter(isOf('header'))) });
    const cookies = [...Object.entries(of('cookie')).map(([name, value]) => `${name}=${String(value)}`)];
    for (const [name, value] of this.#cookies) cookies.push(`${name}=${value}`);
    if (cookies.length > 0) sent.set('cookie', cookies.join('; '));
    const media = operation.body?.media.find(({ type }) => step.contentType === undefined || type === step.contentType);
    if (payload !== undefined) sent.set('content-type', step.contentType ?? media?.type ?? 'application/json');
    const method = operation.method.toUpperCase();
    const answer = await this.#fetch(url, method, sent, payload, step.timeoutMs ?? this.#options.timeoutMs);
    const valid = { label: step.id, request: { parameters: new Map<Parameter, Json>(), body: undefined }, valid: true };
    const faults = this.#judgeOf(contract.service).faultsOf(operation, valid, answer);
    return {
      url,
      method,
      request: { headers: Object.fromEntries(sent), query, path, body: payload },
      response: { status: answer.status, headers: answer.headers, body: bodyOf(answer) },
      faults: faults.map(({ rule, message }) => `${rule}: ${message}`),
    };
  }

  async #fetch(
    url: string,
    method: string,
    headers: Headers,
    payload: Json | undefined,
    timeoutMs: number,
  ): Promise<Exclude<Answer, { failure: string }>> {
    try {
      const response = await fetch(url, {
        method,
        headers,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
        ...(payload === undefined ? {} : { body: typeof payload === 'string' ? payload : JSON.stringify(payload) }),
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
        if (name !== '') this.#cookies.set(name.trim(), value);
      }
      const contentType = response.headers.get('content-type') ?? undefined;
      return { status: response.status, contentType, headers: response.headers, text: await response.text() };
    } catch (error) {
      throw new StepFailure(`no answer from ${url}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #judgeOf(service: Service): Judge {
    const judge = this.#judges.get(service) ?? new Judge(service);
    this.#judges.set(service, judge);
    return judge;
  }
}

const isOf =
  (place: string) =>
  (encoding: { place: string }): boolean =>
    encoding.place === place;

function bodyOf({ contentType, text }: Exclude<Answer, { failure: string }>): Json | undefined {
  if (text === '') return undefined;
  return contentType !== undefined && isJsonType(contentType) ? jsonOrText(text) : text;
}
