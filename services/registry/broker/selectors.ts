/** One pacticipant of a question to the matrix, and which version of it. */
export interface Selector {
  name: string;
  /** The latest version where it is undefined. */
  version?: string;
}

/**
 * The selectors of a query string: `q[][pacticipant]=cart&q[][version]=1&q[][pacticipant]=catalog&q[][latest]=true`. A
 * parameter belongs to the pacticipant before it, so their order counts.
 * @param prefix `q` or `ignore`
 */
export function selectorsOf(query: URLSearchParams, prefix: 'q' | 'ignore'): Selector[] {
  const selectors: Selector[] = [];
  for (const [name, value] of query) {
    const last = selectors.at(-1);
    if (name === `${prefix}[][pacticipant]`) selectors.push({ name: value });
    else if (name === `${prefix}[][version]` && last) last.version = value;
  }
  return selectors;
}
