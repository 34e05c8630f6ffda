import { isObject } from '../api/request-body.ts';
import type { SavedView } from './saved-view.ts';
import { useStoredList } from './use-stored-list.ts';

function isView(value: unknown): value is SavedView {
  return isObject(value) && typeof value.label === 'string' && isObject(value.filter);
}

/** A person's saved views of a list, in this browser. */
export function useSavedViews(user: string, resource: string) {
  const [saved, put] = useStoredList(`covenant.views.${user}.${resource}`, isView);
  return {
    saved,
    save: (view: SavedView) => put([...saved.filter(({ label }) => label !== view.label), view]),
    forget: (label: string) => put(saved.filter(view => view.label !== label)),
  };
}
