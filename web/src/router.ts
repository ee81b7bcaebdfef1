// Every screen of the application. All but the first page are fetched when they are opened.
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';
import MyPage from './my_page/MyPage.vue';
import { loadSession } from './identity/session';
import { loadAdministrationTexts } from './text/t';

/** A page of administration, the log or one's own account comes with the texts that only they show. */
const administration =
  <T>(page: () => Promise<T>) =>
  async () =>
    (await Promise.all([page(), loadAdministrationTexts()]))[0];

const routes: RouteRecordRaw[] = [
  { path: '/', component: MyPage },
  { path: '/actions', component: () => import('./action/ActionList.vue') },
  { path: '/actions/templates', component: () => import('./action/TemplateList.vue') },
  { path: '/actions/:id(\\d+)', component: () => import('./action/ActionPage.vue') },
  { path: '/controls', component: () => import('./control/ControlList.vue') },
  { path: '/controls/:id(\\d+)', component: () => import('./control/ControlPage.vue') },
  { path: '/events/:id(\\d+)', component: () => import('./control/EventPage.vue') },
  { path: '/findings', component: () => import('./finding/FindingList.vue') },
  { path: '/findings/:id(\\d+)', component: () => import('./finding/FindingPage.vue') },
  { path: '/imports', component: () => import('./import/ImportList.vue') },
  { path: '/imports/:id(\\d+)', component: () => import('./import/ImportPage.vue') },
  { path: '/questions', component: () => import('./lint/QuestionInbox.vue') },
  { path: '/rounds', component: () => import('./round/RoundList.vue') },
  { path: '/rounds/:id(\\d+)', component: () => import('./round/RoundPage.vue') },
  { path: '/rounds/:id(\\d+)/units/:unit(\\d+)', component: () => import('./round/UnitReportPage.vue') },
  { path: '/figures', component: () => import('./round/FiguresPage.vue') },
  { path: '/reports', component: () => import('./report/ReportList.vue') },
  { path: '/reports/:id(\\d+)', component: () => import('./report/ReportPage.vue') },
  { path: '/search', component: () => import('./search/SearchPage.vue') },
  { path: '/search/personal-numbers', component: () => import('./search/PersonalNumberPage.vue') },
  { path: '/admin', redirect: '/admin/units' },
  { path: '/admin/units', component: administration(() => import('./org/UnitsPage.vue')) },
  { path: '/admin/units/:id(\\d+)', component: administration(() => import('./org/UnitPage.vue')) },
  { path: '/admin/positions', component: administration(() => import('./org/PositionsPage.vue')) },
  {
    path: '/admin/organisation-file',
    component: administration(() => import('./org/OrganisationImport.vue')),
  },
  { path: '/admin/reorganisation', component: administration(() => import('./org/ReorganisationList.vue')) },
  {
    path: '/admin/reorganisation/:id(\\d+)',
    component: administration(() => import('./org/ReorganisationPage.vue')),
  },
  { path: '/admin/persons', component: administration(() => import('./org/PersonsPage.vue')) },
  { path: '/admin/groups', component: administration(() => import('./org/GroupsPage.vue')) },
  { path: '/admin/roles', component: administration(() => import('./identity/RolesPage.vue')) },
  { path: '/admin/sign-in', component: administration(() => import('./identity/SignInRules.vue')) },
  { path: '/admin/retention', component: administration(() => import('./retention/RetentionPage.vue')) },
  { path: '/admin/log-rules', component: administration(() => import('./access_review/LogRules.vue')) },
  { path: '/audit', component: administration(() => import('./audit/AuditPage.vue')) },
  { path: '/access-reviews', component: administration(() => import('./access_review/ReviewList.vue')) },
  {
    path: '/access-reviews/:id(\\d+)',
    component: administration(() => import('./access_review/ReviewPage.vue')),
  },
  { path: '/account', component: administration(() => import('./identity/AccountPage.vue')) },
  { path: '/account/substitutes', component: administration(() => import('./identity/SubstitutesPage.vue')) },
  {
    path: '/admin/persons/:id(\\d+)/substitutes',
    component: administration(() => import('./identity/SubstitutesPage.vue')),
  },
  { path: '/accessibility', component: () => import('./shell/AccessibilityPage.vue') },
  { path: '/login', component: () => import('./identity/LoginPage.vue'), meta: { open: true } },
  { path: '/login/return', component: () => import('./identity/LoginPage.vue'), meta: { open: true } },
  { path: '/setup', component: () => import('./identity/SetupPage.vue'), meta: { open: true } },
  { path: '/:rest(.*)*', component: () => import('./shell/NotFoundPage.vue') },
];

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
});

router.beforeEach(async (to) => {
  if (to.meta.open) return true;
  const found = await loadSession();
  if (found === 'signed_in') return true;
  if (found === 'setup_needed') return '/setup';
  return { path: '/login', query: to.fullPath === '/' ? {} : { to: to.fullPath } };
});
