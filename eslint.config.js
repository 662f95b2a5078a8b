import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const hostApis = ['node:*', 'pkcs11js', 'sodium-native', 'shamirs-secret-sharing'];
const screen = ['electron', 'react', 'react-dom', 'react-dom/*', '**/electron/**', '**/renderer/**'];
const secretsAndTokens = ['**/conductor/**', '**/tokens/**', '**/shares/**', '**/keys/**', '**/secrets/**'];

/**
 * What a folder may not import, so that dependencies point one way. A later block replaces an earlier one for the
 * same file, so the narrower folders come last.
 *
 * @param {string[]} files
 * @param {string[]} group
 * @param {string} message
 * @returns {import('eslint').Linter.Config}
 */
const forbid = (files, group, message) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] },
});

export default defineConfig(
  { ignores: ['dist', 'out', 'node_modules'] },
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  { files: ['renderer/**'], extends: [reactHooks.configs.flat['recommended-latest']] },
  {
    // node:test returns promises that the runner itself awaits.
    files: ['test/**'],
    rules: { '@typescript-eslint/no-floating-promises': 'off' },
  },
  {
    files: ['ceremonies/cli.ts', 'ceremonies/cli/**', 'build/**', 'test/bench/**'],
    rules: { 'no-console': 'off' },
  },
  forbid(['ceremonies/**'], screen, 'The domain knows no screen.'),
  forbid(
    ['ceremonies/{model,scripts,texts,formats,verify}/**'],
    [...hostApis, ...screen, ...secretsAndTokens],
    'The pure core runs in a browser too, and sees no secret.',
  ),
  forbid(
    ['renderer/**'],
    [...hostApis, ...secretsAndTokens],
    'The renderer sees no key material and no Node.',
  ),
);
