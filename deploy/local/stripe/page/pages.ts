import { readFileSync } from 'node:fs';
import { randomText } from '../ids.ts';
import type { Ledger } from '../ledger.ts';
import { usableLocale } from '../money.ts';
import type { Session } from '../state/records.ts';
import { isPayable } from '../state/sessions.ts';
import type { WebhookSender } from '../webhooks.ts';
import { type CardForm, declineTexts, readCardForm } from './card-form.ts';
import { answer, type Outcome, pay, successUrl } from './pay.ts';
import { payPage } from './pay-page.ts';
import { answeredPage, challengePage, expiredPage, missingPage, paidPage } from './plain-pages.ts';

export interface PageRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  body: string;
  acceptLanguage: string | undefined;
  /** The page's script asks; it wants data rather than a page. */
  scripted: boolean;
}

export interface PageResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** How long the shopper may be held for the merchant's webhook. */
const AWAIT_WEBHOOK_MS = 10_000;

const assets = new Map<string, { type: string; body: string }>(
  [
    ['checkout.css', 'text/css; charset=utf-8'],
    ['checkout.js', 'text/javascript; charset=utf-8'],
  ].map(
    ([name = '', type = '']) =>
      [`/assets/${name}`, { type, body: readFileSync(new URL(name, import.meta.url), 'utf8') }] as const,
  ),
);

/** The pages that shoppers see: the hosted payment page and the bank's 3D Secure question. */
export class Pages {
  readonly #ledger: Ledger;
  readonly #webhooks: WebhookSender;
  readonly #merchant: string;

  constructor(options: { ledger: Ledger; webhooks: WebhookSender; merchant: string }) {
    this.#ledger = options.ledger;
    this.#webhooks = options.webhooks;
    this.#merchant = options.merchant;
  }

  /** Undefined when the path is not a page's. */
  async answer(request: PageRequest): Promise<PageResponse | undefined> {
    const asset = assets.get(request.path);
    if (asset)
      return { status: 200, headers: { 'content-type': asset.type, 'cache-control': 'no-cache' }, body: asset.body };
    const [, payId] = /^\/c\/pay\/([\w-]+)$/.exec(request.path) ?? [];
    if (payId !== undefined)
      return request.method === 'POST' ? this.#pay(request, payId) : this.#showPay(request, payId);
    const [, intentId, token] = /^\/3ds\/([\w-]+)\/([\w-]+)$/.exec(request.path) ?? [];
    if (intentId === undefined || token === undefined) return undefined;
    return request.method === 'POST'
      ? this.#answerChallenge(request, intentId, token)
      : this.#showChallenge(request, intentId, token);
  }

  #showPay(request: PageRequest, id: string): PageResponse {
    const session = this.#ledger.store.sessions.get(id);
    const intent = session && session.intentId !== null ? this.#ledger.store.intents.get(session.intentId) : undefined;
    const last = request.query.has('retry') ? intent?.lastError : null;
    const { errors, message } = last ? declineTexts(last) : { errors: {}, message: null };
    return session && isPayable(session, this.#ledger.clock.now())
      ? this.#form(request, session, { typed: { email: '', name: '' }, errors }, message, 200)
      : this.#closed(request, session);
  }

  async #pay(request: PageRequest, id: string): Promise<PageResponse> {
    const { store, clock } = this.#ledger;
    const session = store.sessions.get(id);
    if (!session) return this.#closed(request, undefined);
    const body = new URLSearchParams(request.body);
    const attempt = body.get('attempt') ?? '';
    if (!/^\w{8,64}$/.test(attempt)) return this.#closed(request, session);
    const form = readCardForm(body, session.customerEmail, clock.now());
    if (Object.keys(form.errors).length > 0) {
      if (request.scripted) return json(422, { errors: form.errors });
      return this.#form(request, session, form, null, 422);
    }
    return this.#follow(request, pay(this.#ledger, id, attempt, form), session, form);
  }

  #showChallenge(request: PageRequest, intentId: string, token: string): PageResponse {
    const { store } = this.#ledger;
    const intent = store.intents.get(intentId);
    const method = intent && intent.methodId !== null ? store.methods.get(intent.methodId) : undefined;
    if (intent?.challenge?.token !== token) return page(404, missingPage(this.#merchant));
    if (intent.status !== 'requires_action' || !method)
      return page(200, answeredPage(this.#merchant, this.#locale(request, null)));
    const session = intent.sessionId === null ? undefined : store.sessions.get(intent.sessionId);
    return page(
      200,
      challengePage({
        intent,
        method,
        merchant: this.#merchantOf(session),
        locale: this.#locale(request, session?.locale ?? null),
      }),
    );
  }

  #answerChallenge(request: PageRequest, intentId: string, token: string): Promise<PageResponse> {
    const approved = new URLSearchParams(request.body).get('answer') === 'approve';
    return this.#follow(request, answer(this.#ledger, intentId, token, approved), undefined, undefined);
  }

  async #follow(
    request: PageRequest,
    outcome: Outcome,
    session: Session | undefined,
    form: CardForm | undefined,
  ): Promise<PageResponse> {
    this.#webhooks.poke();
    if (outcome.kind === 'leave') {
      if (outcome.awaitEvent !== null) await this.#webhooks.tried(outcome.awaitEvent, AWAIT_WEBHOOK_MS);
      return request.scripted
        ? json(200, { redirect: outcome.url })
        : { status: 303, headers: { location: outcome.url }, body: '' };
    }
    if (outcome.kind === 'closed' || !session || !form) {
      return request.scripted
        ? json(200, { reload: true })
        : this.#closed(request, session && this.#ledger.store.sessions.get(session.id));
    }
    const texts = declineTexts(outcome.decline);
    return request.scripted
      ? json(402, { ...texts, attempt: newAttempt() })
      : this.#form(request, session, { ...form, errors: texts.errors }, texts.message, 402);
  }

  #form(
    request: PageRequest,
    session: Session,
    form: Pick<CardForm, 'typed' | 'errors'>,
    message: string | null,
    status: number,
  ): PageResponse {
    const merchant = this.#merchantOf(session);
    const locale = this.#locale(request, session.locale);
    return page(
      status,
      payPage({ session, merchant, locale, attempt: newAttempt(), typed: form.typed, errors: form.errors, message }),
    );
  }

  /** A session that cannot be paid (any more). */
  #closed(request: PageRequest, session: Session | undefined): PageResponse {
    const merchant = this.#merchantOf(session);
    const locale = this.#locale(request, session?.locale ?? null);
    if (!session) return page(404, missingPage(merchant));
    return session.status === 'complete'
      ? page(200, paidPage(merchant, locale, successUrl(session)))
      : page(410, expiredPage(session, merchant, locale));
  }

  #merchantOf(session: Session | undefined): string {
    return session?.displayName ?? this.#merchant;
  }

  /** The session's locale, or what the browser prefers. */
  #locale(request: PageRequest, wanted: string | null): string {
    return usableLocale(
      wanted === null || wanted === 'auto' ? (request.acceptLanguage?.split(/[,;]/)[0] ?? 'en-US') : wanted,
    );
  }
}

const newAttempt = () => randomText(24);

const security = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src https: http: data:; base-uri 'none'; frame-ancestors 'none'",
};

const page = (status: number, body: string): PageResponse => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', ...security },
  body,
});

const json = (status: number, body: object): PageResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...security },
  body: JSON.stringify(body),
});
