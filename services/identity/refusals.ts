import { refusal } from '../platform/http/problem.ts';

/** The response to a password that is too easy to guess; `problem` says why, for the field of the form. */
export const passwordRefused = (problem: string, field = 'password') =>
  refusal(422, `The password ${problem}.`, {
    code: 'password_refused',
    errors: [{ path: `/body/${field}`, message: problem }],
  });

/** The response to a secret that is not the one it should be, for the field of the form. */
export const fieldRefused = (field: string, problem: string) =>
  refusal(422, 'What was entered is not right.', { errors: [{ path: `/body/${field}`, message: problem }] });

export const linkExpired = refusal(410, 'This link was used already, or its time is over.', { code: 'link_expired' });
