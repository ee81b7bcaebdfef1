// The entries of the side and bottom navigation, each shown to those who may open it.
import {
  ChartColumn,
  FileDown,
  FileText,
  House,
  ListChecks,
  MessageCircleQuestion,
  RefreshCw,
  ScrollText,
  ShieldCheck,
  TriangleAlert,
  Users,
} from '@lucide/vue';
import { computed, type Component } from 'vue';
import { can } from '@/identity/session';
import type { Key } from '@/text/t';

interface Entry {
  to: string;
  label: Key;
  icon: Component;
  permission?: string;
  /** Left out for those who reach it from the screen of another entry. */
  without?: string;
  /** Which group of the side navigation it stands in. */
  part: 'work' | 'system';
}

const entries: Entry[] = [
  { to: '/', label: 'nav.my_page', icon: House, part: 'work' },
  { to: '/actions', label: 'nav.actions', icon: ListChecks, permission: 'action.read', part: 'work' },
  { to: '/rounds', label: 'nav.rounds', icon: RefreshCw, permission: 'round.read', part: 'work' },
  {
    to: '/questions',
    label: 'nav.questions',
    icon: MessageCircleQuestion,
    permission: 'lint.read',
    part: 'work',
  },
  { to: '/controls', label: 'nav.controls', icon: ShieldCheck, permission: 'control.read', part: 'work' },
  { to: '/findings', label: 'nav.findings', icon: TriangleAlert, permission: 'finding.read', part: 'work' },
  { to: '/imports', label: 'nav.imports', icon: FileDown, permission: 'import.read', part: 'work' },
  { to: '/figures', label: 'nav.figures', icon: ChartColumn, permission: 'figure.read', part: 'work' },
  { to: '/reports', label: 'nav.reports', icon: FileText, permission: 'report.read', part: 'work' },
  { to: '/admin/units', label: 'nav.admin', icon: Users, permission: 'org.write', part: 'system' },
  { to: '/audit', label: 'nav.audit', icon: ScrollText, permission: 'audit.read', part: 'system' },
  {
    to: '/access-reviews',
    label: 'nav.access_reviews',
    icon: ScrollText,
    permission: 'access_review.read',
    without: 'audit.read',
    part: 'system',
  },
];

export const navigation = computed(() =>
  entries.filter(({ permission, without }) => (!permission || can(permission)) && !(without && can(without))),
);

export function isCurrent(entry: string, path: string): boolean {
  if (entry === '/') return path === '/';
  if (entry === '/audit' && path.startsWith('/access-reviews')) return true;
  return path.startsWith(entry === '/admin/units' ? '/admin' : entry);
}
