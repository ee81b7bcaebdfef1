// The roles there are: those that the program knows, and the municipality's own.
import { api, ok } from '@/api/client';
import type { RoleName } from '@/api/model';
import { t } from '@/text/t';

export const fixedRoles = [
  'administrator',
  'controller',
  'department_head',
  'unit_manager',
  'employee',
  'committee_secretary',
  'auditor',
  'quality_developer',
  'elected_official',
  'central_coordinator',
] as const satisfies readonly RoleName[];

/** What a held role is called. */
export const roleName = (held: { role: RoleName; custom_name?: string | null }) =>
  held.custom_name ?? t(`role.${held.role}`);

export const rolesQuery = { queryKey: ['roles'], queryFn: () => ok(api.GET('/api/roles')) };
