import { type Html, html } from './html.ts';

const hints: readonly (readonly [number: string, what: string])[] = [
  ['4242 4242 4242 4242', 'Succeeds'],
  ['5555 5555 5555 4444', 'Succeeds, Mastercard'],
  ['4000 0027 6000 3184', 'Asks for 3D Secure'],
  ['4000 0082 6000 3178', '3D Secure, then insufficient funds'],
  ['4000 0000 0000 9995', 'Declined: insufficient funds'],
  ['4000 0000 0000 0002', 'Declined'],
  ['4000 0000 0000 0069', 'Declined: expired card'],
  ['4000 0000 0000 0127', 'Declined: wrong CVC'],
];

/**
 * Stripe's published test cards that show the most (https://docs.stripe.com/testing); the script lets a press fill one
 * in.
 */
export const testCardHints = (): Html => html`<details class="hints">
<summary>Test cards</summary>
<p>Any future date and any three digits as CVC.</p>
<ul>${hints.map(
  ([number, what]) =>
    html`<li><button type="button" class="hint" data-fill="${number}"><span class="hint-number">${number}</span><span class="quiet">${what}</span></button></li>`,
)}</ul>
</details>`;
