/** A change, and how well the files that it breaks were reported. */
export interface Scored {
  kind: string;
  what: string;
  /** Files that break and were reported. */
  right: number;
  /** Files that were reported and do not break. */
  wrong: string[];
  /** Files that break and were not reported. */
  missed: string[];
}

const sum = (rows: readonly Scored[], of: (row: Scored) => number): number =>
  rows.reduce((total, row) => total + of(row), 0);

/** Precision and recall by kind of change, and every file that was reported wrongly or missed. */
export function tableOf(rows: readonly Scored[], seconds: number): string {
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  const line = (name: string, of: readonly Scored[]): string => {
    const right = sum(of, row => row.right);
    const wrong = sum(of, row => row.wrong.length);
    const missed = sum(of, row => row.missed.length);
    const share = (part: number, whole: number): string => (whole === 0 ? '–' : (part / whole).toFixed(3));
    const precision = share(right, right + wrong);
    return `| ${name} | ${of.length} | ${right + missed} | ${wrong} | ${missed} | ${precision} | ${share(right, right + missed)} |`;
  };
  const faults = rows.flatMap(({ kind, what, wrong, missed }) => [
    ...wrong.map(file => `- ${kind}, ${what}: ${file} was reported and compiles`),
    ...missed.map(file => `- ${kind}, ${what}: ${file} was missed`),
  ]);
  return [
    `${rows.length} changes in ${seconds.toFixed(0)} s.`,
    '',
    '| kind of change | changes | files that break | reported wrongly | missed | precision | recall |',
    '|---|---|---|---|---|---|---|',
    ...kinds.map(kind =>
      line(
        kind,
        rows.filter(row => row.kind === kind),
      ),
    ),
    line('**all**', rows),
    ...(faults.length > 0 ? ['', ...faults] : []),
  ].join('\n');
}
