import { useState } from 'react';
import { ApiError, toMutationError } from '../../kit/api/api-error.ts';
import { newPasswordProblem } from './password-problem.ts';

/** A form about one's own account: what is wrong with it, and whether it is being sent. */
export function useAccountForm(): {
  busy: boolean;
  /** Beside the field of the new password. */
  passwordProblem: string | undefined;
  failure: string | undefined;
  isLinkExpired: boolean;
  /** Sends the form. @returns whether it was done */
  submit(run: () => Promise<unknown>): Promise<boolean>;
} {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const passwordProblem = newPasswordProblem(error?.problem);
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
  return {
    busy,
    passwordProblem,
    failure: passwordProblem === undefined ? error?.message : undefined,
    isLinkExpired: error?.code === 'link_expired',
    submit,
  };
}
