import type { ComponentType } from 'react';
import type { AdminResource } from '../../contracts/codegen/runtime/admin.ts';
import { ResourceCreate } from './ResourceCreate.tsx';
import { ResourceEdit } from './ResourceEdit.tsx';
import { ResourceList } from './ResourceList.tsx';
import { ResourceShow } from './ResourceShow.tsx';

/** The screens of a resource as its contract describes it. */
export function genericScreens(resource: AdminResource): Record<'list' | 'show' | 'create' | 'edit', ComponentType | undefined> {
  return {
    list: () => <ResourceList resource={resource} />,
    show: () => <ResourceShow resource={resource} />,
    create: resource.create && (() => <ResourceCreate resource={resource} />),
    edit: resource.update && (() => <ResourceEdit resource={resource} />),
  };
}
