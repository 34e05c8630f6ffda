import type { AdminOperation, AdminResource } from '../../../contracts/codegen/runtime/admin.ts';
import { type AdminOperationId, operationRoles } from '../../../generated/admin/roles.ts';
import { useSessionState } from './session.ts';

/**
 * Whether one of a person's roles is among those that an operation requires. An empty list means any signed-in
 * person.
 */
export function hasAnyRole(roles: readonly string[], asked: readonly string[]): boolean {
  return asked.length === 0 || asked.some(role => roles.includes(role));
}

/**
 * Whether these roles allow `list`, `show`, `create`, `edit`, `delete` (react-admin's names) or a named action on a
 * resource.
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

/**
 * What the signed-in person is allowed to do. The services enforce it; the console only hides what they would refuse.
 */
export function useAccess(): {
  roles: readonly string[];
  can(operation: AdminOperationId): boolean;
  canAccess(resource: AdminResource, action: string): boolean;
} {
  const roles = useSessionState().session?.roles ?? [];
  return {
    roles,
    can: operation => hasAnyRole(roles, operationRoles[operation]),
    canAccess: (resource, action) => canAccess(resource, action, roles),
  };
}
