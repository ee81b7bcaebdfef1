// The roles there are: those that the program knows, and the municipality's own.
import { useQuery } from '@tanstack/vue-query';
import { computed } from 'vue';
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
  'lex_sarah_officer',
  'lex_sarah_investigator',
] as const satisfies readonly RoleName[];

/** What a held role is called. */
export const roleName = (held: { role: RoleName; custom_name?: string | null }) =>
  held.custom_name ?? t(`role.${held.role}`);

export const rolesQuery = { queryKey: ['roles'], queryFn: () => ok(api.GET('/api/roles')) };

/** Roles to choose from. One of the municipality's own is chosen by its number. */
export function useRoleOptions() {
  const { data } = useQuery(rolesQuery);
  return computed(() => [
    ...fixedRoles.map((role) => ({ value: role as string, label: t(`role.${role}`) })),
    ...(data.value?.items ?? [])
      .filter((role) => role.id)
      .map((role) => ({ value: String(role.id), label: role.name })),
  ]);
}
/** What a choice among them says of an assignment. */
export const chosenRole = (role: string): { role: RoleName; custom_role_id: number | null } =>
  fixedRoles.includes(role as (typeof fixedRoles)[number])
    ? { role: role as RoleName, custom_role_id: null }
    : { role: 'custom', custom_role_id: Number(role) };
