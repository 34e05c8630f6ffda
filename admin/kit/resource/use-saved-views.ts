import { useState } from 'react';
import { isObject } from '../api/request-body.ts';
import type { SavedView } from './saved-view.ts';

function read(key: string): SavedView[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(value) ? value.filter(isView) : [];
  } catch {
    return [];
  }
}

function isView(value: unknown): value is SavedView {
  return isObject(value) && typeof value.label === 'string' && isObject(value.filter);
}

/** A person's saved views of a list, in this browser. */
export function useSavedViews(user: string, resource: string) {
  const key = `covenant.views.${user}.${resource}`;
  const [saved, setSaved] = useState(() => read(key));
  const put = (views: SavedView[]) => {
    localStorage.setItem(key, JSON.stringify(views));
    setSaved(views);
  };
  return {
    saved,
    save: (view: SavedView) => put([...saved.filter(({ label }) => label !== view.label), view]),
    forget: (label: string) => put(saved.filter(view => view.label !== label)),
  };
}
