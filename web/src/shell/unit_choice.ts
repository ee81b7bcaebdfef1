// The unit that the person works with now: the menu's links lead to its rows. The address decides what a list
// shows, so a list that is narrowed, or opened by a link, changes the choice and never differs from it.
import { ref } from 'vue';
import type { RouteLocationNormalizedLoaded } from 'vue-router';

const key = 'unit_choice';
/** The lists that can be narrowed by unit. */
const lists = ['/actions', '/questions', '/controls', '/findings'];

export const chosenUnit = ref<string | null>(localStorage.getItem(key));
export const isUnitList = (path: string) => lists.includes(path);

export function chooseUnit(unit: string | null) {
  chosenUnit.value = unit;
  if (unit) localStorage.setItem(key, unit);
  else localStorage.removeItem(key);
}

/** Where a menu entry leads, with the chosen unit where there is one to narrow by. */
export function inChosenUnit(path: string) {
  return isUnitList(path) && chosenUnit.value ? { path, query: { unit: chosenUnit.value } } : { path };
}

/** The address of a list says which unit is chosen; any other address says nothing. */
export function followAddress(route: Pick<RouteLocationNormalizedLoaded, 'path' | 'query'>) {
  if (!isUnitList(route.path)) return;
  const unit = typeof route.query.unit === 'string' && route.query.unit ? route.query.unit : null;
  if (unit !== chosenUnit.value) chooseUnit(unit);
}
