import { type CardFields, type CardProblem, cardProblems } from '../api/payment-methods.ts';
import { cardByNumber, notATestCard } from '../state/cards.ts';
import type { Decline } from '../state/records.ts';

/** What the shopper typed and may be shown again; never the card. */
export interface TypedFields {
  email: string;
  name: string;
}

export type FieldErrors = Partial<Record<'email' | 'number' | 'expiry' | 'cvc' | 'name', string>>;

export interface CardForm {
  typed: TypedFields;
  card: CardFields;
  errors: FieldErrors;
}

const fieldOf: Record<CardProblem['param'], keyof FieldErrors> = {
  number: 'number',
  exp_month: 'expiry',
  exp_year: 'expiry',
  cvc: 'cvc',
};

/** What the page says about a declined card: beside the field at fault where there is one, otherwise above the form. */
export function declineTexts(decline: Decline): { errors: FieldErrors; message: string | null } {
  if (decline.code === 'incorrect_cvc') return { errors: { cvc: decline.message }, message: null };
  if (decline.code === 'expired_card') return { errors: { expiry: decline.message }, message: null };
  if (decline.code === 'payment_intent_authentication_failure') {
    return {
      errors: {},
      message: 'Your bank could not confirm that it is you. Nothing was charged. Try again or use another card.',
    };
  }
  return {
    errors: {},
    message: decline.code === 'processing_error' ? decline.message : `${decline.message} Try another card.`,
  };
}

/** Reads and checks the posted form. Every field is checked, so that all mistakes show at once. */
export function readCardForm(body: URLSearchParams, lockedEmail: string | null, nowSeconds: number): CardForm {
  const typed = { email: lockedEmail ?? text(body, 'email'), name: text(body, 'name') };
  const number = text(body, 'number').replaceAll(/\D/g, '');
  const expiry = text(body, 'expiry');
  const [expMonth, expYear] = readExpiry(expiry);
  const cvc = text(body, 'cvc');
  const card = { number, expMonth, expYear, cvc };
  const errors: FieldErrors = {};
  for (const problem of cardProblems(card, nowSeconds)) errors[fieldOf[problem.param]] ??= problem.message;
  if (!errors.number && !cardByNumber(number))
    errors.number = `${notATestCard.message.split('. ')[0]}: only test cards work here.`;
  if (number === '') errors.number = 'Enter your card number.';
  if (expiry === '') errors.expiry = 'Enter the expiry date.';
  if (cvc === '') errors.cvc = 'Enter the security code.';
  if (typed.name === '') errors.name = 'Enter the name on the card.';
  if (typed.email === '') errors.email = 'Enter your email.';
  else if (!/^\S+@\S+\.\S+$/.test(typed.email)) errors.email = 'This email looks incomplete.';
  return { typed, card, errors };
}

const text = (body: URLSearchParams, name: string): string => (body.get(name) ?? '').trim().slice(0, 200);

/** `MM / YY`, `MM/YYYY`, `MMYY`; unreadable gives a month that no check accepts. */
function readExpiry(typed: string): [month: number, year: number] {
  const parts = /^(\d{1,2})\s*[/.-]?\s*(\d{4}|\d{2})$/.exec(typed);
  if (!parts) return [0, 0];
  const year = Number(parts[2]);
  return [Number(parts[1]), year < 100 ? 2000 + year : year];
}
