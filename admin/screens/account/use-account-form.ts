import { useState } from 'react';
import { ApiError, fieldErrors, toMutationError } from '../../kit/api/api-error.ts';

/** A form about one's own account: what is wrong with it, and whether it is being sent. */
export interface AccountForm {
  busy: boolean;
  /** By field of the request. */
  problems: Readonly<Record<string, string>>;
  /** Beside the field of the new password. */
  passwordProblem: string | undefined;
  /** What is not about one field. */
  failure: string | undefined;
  isLinkExpired: boolean;
  /** Sends the form. @returns whether it was done */
  submit(run: () => Promise<unknown>): Promise<boolean>;
}

export function useAccountForm(): AccountForm {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const submit = async (run: () => Promise<unknown>) => {
    setBusy(true);
    setError(undefined);
    try {
      await run();
      return true;
    } catch (thrown) {
      const failure = toMutationError(thrown);
      setError(failure instanceof ApiError ? failure : new ApiError('Something went wrong.', 500, undefined));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const problems = (error?.problem && fieldErrors(error.problem)) ?? {};
  const refused = problems.password ?? problems.newPassword;
  return {
    busy,
    problems,
    passwordProblem: refused && `This one ${refused.charAt(0).toLowerCase()}${refused.slice(1)}.`,
    failure: Object.keys(problems).length === 0 ? error?.message : undefined,
    isLinkExpired: error?.code === 'link_expired',
    submit,
  };
}
