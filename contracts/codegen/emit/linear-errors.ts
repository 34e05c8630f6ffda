/** The loops of a validator over items and members end after so many errors: more are of no use to anybody. */
const MOST_ERRORS = 20;

/**
 * Makes the time of a failing standalone validator linear in the size of its input. ajv copies all errors so far for
 * each item that fails (`concat`), and goes on to the last item whatever was found; here errors are added in place, and
 * loops end after some. Verdicts stay what they are: a loop ends early only where there are errors already.
 */
export function withLinearErrors(code: string): string {
  return code
    .replace(
      /vErrors = vErrors === null \? ([\w.]+)\.errors : vErrors\.concat\(\1\.errors\);/g,
      'vErrors = addErrors(vErrors, $1.errors);',
    )
    .replace(/^for\((?:let i\d+=.*|const key\d+ in .*)\{$/gm, loop => `${loop}\nif(errors > ${MOST_ERRORS})break;`);
}
