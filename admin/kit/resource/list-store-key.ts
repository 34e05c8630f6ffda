/** Where react-admin keeps the filters, sort order and page of a list. */
export function listStoreKey(resource: string): string {
  return `list.${resource}`;
}
