import { resourcesVisibleTo } from '../../generated/admin/visible-resources.ts';

/** The resources whose entries a user with these roles may see; admins see those of services unknown here too. */
export const visibleTo = (roles: readonly string[]): 'all' | readonly string[] =>
  roles.includes('admin') ? 'all' : resourcesVisibleTo(roles);
