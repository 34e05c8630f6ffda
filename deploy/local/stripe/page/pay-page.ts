import { formatMoney } from '../money.ts';
import type { Session, SessionLine } from '../state/records.ts';
import { totalOf } from '../state/sessions.ts';
import type { FieldErrors, TypedFields } from './card-form.ts';
import { type Html, html } from './html.ts';
import { alertIcon, document } from './layout.ts';
import { testCardHints } from './test-card-hints.ts';

export interface PayPage {
  session: Session;
  merchant: string;
  locale: string;
  /** Names this rendering's pay button, so that pressing it twice pays once. */
  attempt: string;
  typed: TypedFields;
  errors: FieldErrors;
  /** Why the last try did not go through. */
  message: string | null;
}

/** The hosted payment page; works without JavaScript. Card data is never written back into it. */
export function payPage(page: PayPage): string {
  const { session, locale } = page;
  const total = formatMoney(totalOf(session), session.currency, locale);
  return document({
    title: `Pay ${total} · ${page.merchant}`,
    merchant: page.merchant,
    locale,
    backTo: session.cancelUrl,
    scripted: true,
    body: html`
<main>
<section class="summary" aria-labelledby="total">
<h1 id="total"><span class="quiet">Total to pay</span> <span class="amount">${total}</span></h1>
${lines(session, locale)}
</section>
<form class="card-form" method="post" action="/c/pay/${session.id}" data-pay novalidate>
<input type="hidden" name="attempt" value="${page.attempt}">
<div class="notice" role="alert" data-notice ${page.message ? html`` : html`hidden`}>${alertIcon}<span data-notice-text>${page.message}</span></div>
${field({ name: 'email', label: 'Email', type: 'email', autocomplete: 'email', inputmode: 'email', value: session.customerEmail ?? page.typed.email, error: page.errors.email, readonly: session.customerEmail !== null })}
<fieldset class="group">
<legend>Card</legend>
${field({ name: 'number', label: 'Card number', autocomplete: 'cc-number', inputmode: 'numeric', placeholder: '1234 1234 1234 1234', maxlength: 23, error: page.errors.number, after: html`<span class="brand" data-brand aria-hidden="true"></span>` })}
<div class="pair">
${field({ name: 'expiry', label: 'Expiry', autocomplete: 'cc-exp', inputmode: 'numeric', placeholder: 'MM / YY', maxlength: 9, error: page.errors.expiry })}
${field({ name: 'cvc', label: 'CVC', autocomplete: 'cc-csc', inputmode: 'numeric', placeholder: '123', maxlength: 4, error: page.errors.cvc })}
</div>
${field({ name: 'name', label: 'Name on card', autocomplete: 'cc-name', value: page.typed.name, error: page.errors.name })}
</fieldset>
<button class="primary" type="submit" data-submit><span data-submit-text>Pay ${total}</span><span class="spinner" aria-hidden="true"></span></button>
</form>
${testCardHints()}
</main>`,
  });
}

interface Field {
  name: 'email' | 'number' | 'expiry' | 'cvc' | 'name';
  label: string;
  autocomplete: string;
  type?: string;
  inputmode?: string;
  placeholder?: string;
  maxlength?: number;
  value?: string;
  error: string | undefined;
  readonly?: boolean;
  after?: Html;
}

const field = (one: Field): Html => html`<div class="field">
<label for="${one.name}">${one.label}</label>
<div class="control"><input id="${one.name}" name="${one.name}" type="${one.type ?? 'text'}" autocomplete="${one.autocomplete}" value="${one.value}" required aria-describedby="${one.name}-error"
${one.inputmode && html`inputmode="${one.inputmode}"`} ${one.placeholder && html`placeholder="${one.placeholder}"`} ${one.maxlength && html`maxlength="${one.maxlength}"`}
${one.error && html`aria-invalid="true"`} ${one.readonly && html`readonly`} spellcheck="false">${one.after}</div>
<p class="field-error" id="${one.name}-error" data-error-for="${one.name}">${one.error}</p>
</div>`;

/** Orders with more lines are folded, so that the card stays in sight. */
const SHORT_ORDER = 3;

function lines(session: Session, locale: string): Html {
  const list = html`<ul class="lines">${session.lines.map(line => lineItem(line, session, locale))}</ul>`;
  if (session.lines.length <= SHORT_ORDER) return list;
  const count = session.lines.reduce((sum, line) => sum + line.quantity, 0);
  return html`<details class="order"><summary>${count} items</summary>${list}</details>`;
}

function lineItem(line: SessionLine, session: Session, locale: string): Html {
  const [image] = line.images;
  return html`<li class="line">
${image ? html`<img src="${image}" alt="" width="44" height="44" loading="lazy">` : html`<span class="thumb" aria-hidden="true">${line.name.slice(0, 1).toUpperCase()}</span>`}
<span class="line-name">${line.name}${line.quantity > 1 && html` <span class="quiet">× ${line.quantity}</span>`}${line.description && html`<span class="line-note">${line.description}</span>`}</span>
<span class="line-amount">${formatMoney(line.unitAmount * line.quantity, session.currency, locale)}</span>
</li>`;
}
