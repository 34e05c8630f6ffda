/** A set of filters that has a name. */
export interface SavedView {
  label: string;
  filter: Readonly<Record<string, unknown>>;
}
