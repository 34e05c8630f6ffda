import { refusal } from '../platform/http/problem.ts';

/** The response to a password that is too easy to guess; `problem` says why, for the field of the form. */
export const passwordRefused = (problem: string) =>
  refusal(422, `The password ${problem}.`, {
    code: 'password_refused',
    errors: [{ path: '/body/password', message: problem }],
  });

export const linkExpired = refusal(410, 'This link was used already, or its time is over.', { code: 'link_expired' });
