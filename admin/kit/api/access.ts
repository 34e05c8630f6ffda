import type { AdminOperation, AdminResource } from '../../../contracts/codegen/runtime/admin.ts';
import { type AdminOperationId, operationRoles } from '../../../generated/admin/roles.ts';
import { useSessionState } from './session.ts';

/**
 * Whether one of somebody's roles is among those that an operation asks for; none asked for means whoever is signed in.
 */
export function hasAnyRole(roles: readonly string[], asked: readonly string[]): boolean {
  return asked.length === 0 || asked.some(role => roles.includes(role));
}

/**
 * Whether somebody may do to a resource what react-admin calls `list`, `show`, `create`, `edit` or `delete`, or one of
 * its actions.
 */
export function canAccess(resource: AdminResource, action: string, roles: readonly string[]): boolean {
  const operation = operationFor(resource, action);
  return operation !== undefined && hasAnyRole(roles, operation.roles);
}

function operationFor(resource: AdminResource, action: string): AdminOperation | undefined {
  if (action === 'list') return resource.list;
  if (action === 'show') return resource.get ?? resource.list;
  if (action === 'create') return resource.create;
  if (action === 'edit') return resource.update;
  if (action === 'delete') return resource.remove;
  return resource.actions.find(({ name }) => name === action) ?? resource.documents.find(({ name }) => name === action);
}

/** What the signed-in person may do; the services enforce it, this only hides what would be refused. */
export function useAccess(): {
  roles: readonly string[];
  can(operation: AdminOperationId): boolean;
  mayDo(resource: AdminResource, action: string): boolean;
} {
  const roles = useSessionState().session?.roles ?? [];
  return {
    roles,
    can: operation => hasAnyRole(roles, operationRoles[operation]),
    mayDo: (resource, action) => canAccess(resource, action, roles),
  };
}
