/** A condition as JavaScript, and its contrary. */
export interface Condition {
  readonly is: string;
  readonly isNot: string;
  /** What holds `is` together at its top; `isNot` is held together by the other one. */
  readonly joint?: '&&' | '||';
}

export const always: Condition = { is: 'true', isNot: 'false' };
export const never: Condition = { is: 'false', isNot: 'true' };

/** That something is said by a function, or what else may stand behind an exclamation mark. */
export function call(code: string): Condition {
  return { is: code, isNot: `!${code}` };
}

export function equals(left: string, right: string): Condition {
  return { is: `${left} === ${right}`, isNot: `${left} !== ${right}` };
}

export function contrary({ is, isNot, joint }: Condition): Condition {
  if (joint === undefined) return { is: isNot, isNot: is };
  return { is: isNot, isNot: is, joint: joint === '&&' ? '||' : '&&' };
}

/** That all of some conditions hold. */
export function all(conditions: readonly Condition[]): Condition {
  const [first = always, ...others] = conditions.filter(condition => condition !== always);
  if (others.length === 0) return first;
  return {
    is: [first, ...others].map(({ is, joint }) => (joint === '||' ? `(${is})` : is)).join(' && '),
    isNot: [first, ...others].map(({ isNot, joint }) => (joint === '||' ? `(${isNot})` : isNot)).join(' || '),
    joint: '&&',
  };
}

/** That one of some conditions holds, or several. */
export function some(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? never : contrary(all(conditions.map(contrary)));
}

/** That exactly one of some conditions holds. */
export function one(conditions: readonly Condition[]): Condition {
  const [first = never, second, ...others] = conditions;
  if (second === undefined) return first;
  if (others.length === 0) return equals(`(${first.is})`, `!(${second.is})`);
  return equals(conditions.map(({ is }) => `Number(${is})`).join(' + '), '1');
}

/** One condition or another, as a third decides. */
export function choice(test: Condition, yes: Condition, no: Condition): Condition {
  return call(`(${test.is} ? ${yes.is} : ${no.is})`);
}

/** A statement that refuses what does not meet a condition; none where it is always met. */
export function refusal(condition: Condition): string[] {
  return condition === always ? [] : [`if (${condition.isNot}) return false;`];
}
