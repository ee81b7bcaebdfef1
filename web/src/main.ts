import { VueQueryPlugin } from '@tanstack/vue-query';
import { createApp } from 'vue';
import './style/main.css';
import AppRoot from './shell/AppRoot.vue';
import { queryClient } from './api/query_client';
import { applyTheme } from './shell/theme';
import { chooseLanguage } from './text/t';
import { router } from './router';

applyTheme();
if (localStorage.getItem('language') === 'en') await chooseLanguage('en');
createApp(AppRoot).use(router).use(VueQueryPlugin, { queryClient }).mount('#app');
