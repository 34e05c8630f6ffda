import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Handler } from '../api/call.ts';
import { ApiError, conflictingState, IntentStateError } from '../errors.ts';
import type { EventLog } from '../events.ts';
import { type FaultSettings, requestFaults } from '../faults.ts';
import type { Ledger } from '../ledger.ts';
import { authenticate } from './authentication.ts';
import { expandAll } from './expand.ts';
import { decodeForm } from './form.ts';
import { fingerprintOf, IdempotencyKeys } from './idempotency.ts';
import { Parameters } from './parameters.ts';
import { apiRoutes, type Route } from './routes.ts';

export interface ApiRequest {
  requestId: string;
  method: string;
  path: string;
  query: string;
  body: string;
  authorization: string | undefined;
  idempotencyKey: string | undefined;
  fault: string | undefined;
}

export interface ApiResponse extends Answer {
  headers: Record<string, string>;
  /** The answer must be lost on its way. */
  lost: boolean;
}

/** Answers API requests: authentication, idempotency, faults, then the handler in one transaction. */
export class Api {
  readonly #ledger: Ledger;
  readonly #faults: FaultSettings;
  readonly #keys: IdempotencyKeys;
  readonly #routes: readonly Route[];

  constructor(ledger: Ledger, events: EventLog, faults: FaultSettings) {
    this.#ledger = ledger;
    this.#faults = faults;
    this.#keys = new IdempotencyKeys(ledger.store);
    this.#routes = apiRoutes(events);
  }

  async answer(request: ApiRequest): Promise<ApiResponse> {
    try {
      authenticate(request.authorization);
      const { handler, id } = this.#match(request);
      return request.method === 'POST'
        ? await this.#once(request, handler, id)
        : await this.#plain(request, handler, id);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const headers: Record<string, string> = error.status === 409 ? { 'stripe-should-retry': 'true' } : {};
      return { ...this.#refusal(error), headers, lost: false };
    }
  }

  async #plain(request: ApiRequest, handler: Handler, id: string): Promise<ApiResponse> {
    const { lose } = await this.#suffer(request);
    const answer = this.#ledger.store.transaction(() => this.#run(request, handler, id));
    return { ...answer, headers: {}, lost: lose };
  }

  async #once(request: ApiRequest, handler: Handler, id: string): Promise<ApiResponse> {
    const key = request.idempotencyKey;
    if (key === undefined) return this.#plain(request, handler, id);
    const fingerprint = fingerprintOf(request.method, request.path, request.body);
    const headers = { 'idempotency-key': key };
    const replay = this.#keys.begin(key, fingerprint);
    if (replay) {
      return {
        ...replay.answer,
        headers: { ...headers, 'idempotent-replayed': 'true', 'original-request': replay.originalRequest },
        lost: false,
      };
    }
    try {
      const { lose } = await this.#suffer(request);
      const answer = this.#ledger.store.transaction(() => {
        const result = this.#run(request, handler, id);
        this.#keys.save(key, fingerprint, result, request.requestId);
        return result;
      });
      return { ...answer, headers: { ...headers, 'original-request': request.requestId }, lost: lose };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const answer = this.#refusal(error);
      if (error.executed) this.#keys.save(key, fingerprint, answer, request.requestId);
      return { ...answer, headers, lost: false };
    } finally {
      this.#keys.end(key);
    }
  }

  /** Waits and fails as the faults in force say. */
  async #suffer(request: ApiRequest): Promise<{ lose: boolean }> {
    const { delayMs, fail, lose, refuse } = requestFaults(this.#faults.current().api, request.path, request.fault);
    if (delayMs > 0) await sleep(delayMs);
    if (fail)
      throw new ApiError(
        500,
        { type: 'api_error', message: 'An unknown error occurred (fault injected by the sandbox).' },
        false,
      );
    if (refuse !== undefined && request.method === 'POST')
      throw conflictingState(refuse, `The request was refused: ${refuse} (fault injected by the sandbox).`);
    return { lose };
  }

  #run(request: ApiRequest, handler: Handler, id: string): Answer {
    const form = decodeForm(request.method === 'POST' ? request.body : request.query);
    const parameters = new Parameters(form);
    const expand = parameters.texts('expand');
    const cause = { requestId: request.requestId, idempotencyKey: request.idempotencyKey ?? null };
    const answer = handler({ id, path: request.path, parameters, ledger: this.#ledger, cause });
    return answer.status === 200 ? { status: 200, body: expandAll(answer.body, expand, this.#ledger) } : answer;
  }

  #match(request: ApiRequest): { handler: Handler; id: string } {
    for (const { method, pattern, handler } of this.#routes) {
      const matched = method === request.method ? pattern.exec(request.path) : null;
      if (matched) return { handler, id: matched[1] ?? '' };
    }
    throw new ApiError(
      404,
      {
        type: 'invalid_request_error',
        message: `Unrecognized request URL (${request.method}: ${request.path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
      },
      false,
    );
  }

  #refusal(error: ApiError): Answer {
    const intent = error instanceof IntentStateError ? { payment_intent: this.#ledger.intent(error.intent) } : {};
    return { status: error.status, body: { error: { ...error.body, ...intent } } };
  }
}
