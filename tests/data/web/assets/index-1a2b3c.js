export const a = 1; export const b = 1; export const c = 1; export const d = 1; export const e = 1; export const f = 1; export const g = 1; export const h = 1;
