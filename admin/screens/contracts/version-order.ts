/** The highest version first (semver.org, section 11; a prerelease comes after its release). */
export function byNumber(one: { version: string }, other: { version: string }): number {
  const [left, right] = [one, other].map(({ version }) => {
    const [numbers = '', prerelease] = version.split('+')[0]?.split(/-(.*)/) ?? [];
    return { numbers: numbers.split('.').map(Number), prerelease };
  });
  for (const index of [0, 1, 2]) {
    const difference = (right?.numbers[index] ?? 0) - (left?.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  if (left?.prerelease === right?.prerelease) return 0;
  if (left?.prerelease === undefined) return -1;
  if (right?.prerelease === undefined) return 1;
  return right.prerelease.localeCompare(left.prerelease, 'en', { numeric: true });
}
