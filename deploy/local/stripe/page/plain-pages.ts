import { formatMoney } from '../money.ts';
import type { Intent, PaymentMethod, Session } from '../state/records.ts';
import { cardFacts } from '../wire/payment-method.ts';
import { type Html, html } from './html.ts';
import { document } from './layout.ts';

/** A page that only tells something, with at most one way on. */
function messagePage(options: {
  title: string;
  text: string;
  merchant: string;
  locale: string;
  link?: { href: string; label: string } | undefined;
}): string {
  const { title, text, link } = options;
  return document({
    ...options,
    body: html`<main class="message"><h1>${title}</h1><p>${text}</p>${link && html`<a class="primary" href="${link.href}">${link.label}</a>`}</main>`,
  });
}

export const paidPage = (merchant: string, locale: string, successUrl: string): string =>
  messagePage({
    title: 'Already paid',
    text: 'This payment went through. You will not be charged again.',
    merchant,
    locale,
    link: { href: successUrl, label: 'See your order' },
  });

export const expiredPage = (session: Session, merchant: string, locale: string): string =>
  messagePage({
    title: 'This checkout has expired',
    text: 'Nothing was charged. Go back to the shop to start again.',
    merchant,
    locale,
    link: session.cancelUrl === null ? undefined : { href: session.cancelUrl, label: `Back to ${merchant}` },
  });

export const missingPage = (merchant: string): string =>
  messagePage({
    title: 'Page not found',
    text: 'The link is incomplete, or belongs to another sandbox.',
    merchant,
    locale: 'en',
  });

export const answeredPage = (merchant: string, locale: string): string =>
  messagePage({
    title: 'All done',
    text: 'Your bank has passed on your answer. You can close this window.',
    merchant,
    locale,
  });

/** The bank's 3D Secure question; works without JavaScript. */
export function challengePage(options: {
  intent: Intent;
  method: PaymentMethod;
  merchant: string;
  locale: string;
}): string {
  const { intent, method, merchant, locale } = options;
  const { brand, last4 } = cardFacts(method);
  const row = (label: string, value: string): Html => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
  return document({
    title: 'Confirm your payment',
    merchant,
    locale,
    body: html`<main class="message">
<p class="quiet">Your bank · 3D Secure</p>
<h1>Confirm your payment</h1>
<p>Your bank wants to be sure that it is you who is paying.</p>
<dl class="facts">
${row('Merchant', merchant)}
${row('Amount', formatMoney(intent.amount, intent.currency, locale))}
${row('Card', `${brand.slice(0, 1).toUpperCase()}${brand.slice(1)} •••• ${last4}`)}
</dl>
<form method="post" class="answers">
<button class="primary" name="answer" value="approve">Approve payment</button>
<button class="secondary" name="answer" value="refuse">Refuse</button>
</form>
</main>`,
  });
}
