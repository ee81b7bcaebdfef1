/** One choice in a select, a combobox or a group of radio buttons. */
export interface Option<V extends string | number | boolean | null = string | number | null> {
  value: V;
  label: string;
  hint?: string;
}
