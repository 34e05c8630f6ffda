import type { ProblemError } from '../../../contracts/codegen/runtime/problem.ts';
import { fieldErrors } from '../../kit/api/api-error.ts';

/** What is said beside the field of a new password that was refused; undefined where something else was wrong. */
export function newPasswordProblem(problem: ProblemError | undefined): string | undefined {
  const errors = problem && fieldErrors(problem);
  const found = errors?.password ?? errors?.newPassword;
  return found === undefined ? undefined : `This one ${found.charAt(0).toLowerCase()}${found.slice(1)}.`;
}
