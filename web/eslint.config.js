import vue from 'eslint-plugin-vue';
import a11y from 'eslint-plugin-vuejs-accessibility';
import typescript from 'typescript-eslint';

// Layout belongs to Prettier; these rules of eslint-plugin-vue would fight it.
const layout = [
  'max-attributes-per-line',
  'singleline-html-element-content-newline',
  'multiline-html-element-content-newline',
  'html-self-closing',
  'html-indent',
  'html-closing-bracket-newline',
  'first-attribute-linebreak',
];

export default typescript.config(
  { ignores: ['dist', 'node_modules', 'src/api/api.gen.ts'] },
  ...typescript.configs.strict,
  ...vue.configs['flat/recommended'],
  ...a11y.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: typescript.parser } },
  },
  {
    languageOptions: { globals: { process: 'readonly', console: 'readonly' } },
    rules: {
      ...Object.fromEntries(layout.map((rule) => [`vue/${rule}`, 'off'])),
      'vue/no-v-html': 'error',
      'vue/no-static-inline-styles': 'error',
      'vue/multi-word-component-names': 'error',
      'vue/require-default-prop': 'off',
      // Both ways of tying a label to its field are correct HTML; one is enough.
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
      // `autofocus` in a dialog is how the platform is told where focus starts.
      'vuejs-accessibility/no-autofocus': 'off',
      // Handlers on a form or group catch what bubbles from the real controls inside it.
      'vuejs-accessibility/no-static-element-interactions': 'off',
      // In a listbox led by aria-activedescendant, focus stays in the text field.
      'vuejs-accessibility/interactive-supports-focus': 'off',
    },
  },
  // Exceptions stand here with their reason, never beside the code.
  {
    // A scrollable region takes focus so that the keyboard can scroll it.
    files: ['src/kit/DataTable.vue'],
    rules: {
      'vuejs-accessibility/no-noninteractive-element-interactions': 'off',
      'vuejs-accessibility/no-noninteractive-tabindex': 'off',
    },
  },
  {
    // Safari does not give a search form its role.
    files: ['src/kit/FilterBar.vue'],
    rules: { 'vuejs-accessibility/no-redundant-roles': 'off' },
  },
  {
    // The keyboard acts through the text field (aria-activedescendant); the mouse clicks the row.
    files: ['src/shell/SearchDialog.vue'],
    rules: { 'vuejs-accessibility/click-events-have-key-events': 'off' },
  },
);
