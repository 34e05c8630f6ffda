import { type ComponentType, lazy } from 'react';
import type { AdminResource } from '../../../contracts/codegen/runtime/admin.ts';

// Code of forms and tables loads with the first of them, not with the first page.
const List = lazy(async () => ({ default: (await import('./ResourceList.tsx')).ResourceList }));
const Show = lazy(async () => ({ default: (await import('./ResourceShow.tsx')).ResourceShow }));
const Create = lazy(async () => ({ default: (await import('./ResourceCreate.tsx')).ResourceCreate }));
const Edit = lazy(async () => ({ default: (await import('./ResourceEdit.tsx')).ResourceEdit }));

/** The screens of a resource as its contract describes it. */
export function genericScreens(
  resource: AdminResource,
): Record<'list' | 'show' | 'create' | 'edit', ComponentType | undefined> {
  return {
    list: () => <List resource={resource} />,
    show: () => <Show resource={resource} />,
    create: resource.create && (() => <Create resource={resource} />),
    edit: resource.update && (() => <Edit resource={resource} />),
  };
}
