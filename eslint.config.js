import prettier from 'eslint-config-prettier';
import rxjsX from 'eslint-plugin-rxjs-x';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const time = "time is an argument: take it from the chat's `scheduler`";
const chance = "chance is an argument: take it from the chat's `random`";

/** `random = Math.random` and `options.random ?? Math.random` are an option's default, and fine. */
const exceptAsDefault =
  ':not(AssignmentPattern > .right):not(LogicalExpression[operator="??"] > .right)';

const shape = [
  { selector: 'ExportDefaultDeclaration', message: 'export it by its name' },
  { selector: 'TSEnumDeclaration', message: 'use a union of strings, or an object `as const`' },
  {
    selector:
      ':matches(TSPropertySignature, PropertyDefinition)[key.name=/[^$]$/] > TSTypeAnnotation > TSTypeReference[typeName.name="Observable"]',
    message: 'the name of a stream ends in $',
  },
];
/** @param {string} object @param {string} property */
const member = (object, property) =>
  `MemberExpression[object.name="${object}"][property.name="${property}"]${exceptAsDefault}`;
const timeAndChance = [
  { selector: member('Math', 'random'), message: chance },
  { selector: member('Date', 'now'), message: time },
  { selector: member('performance', 'now'), message: time },
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: time },
  { selector: 'CallExpression[callee.name="Date"]', message: time },
];
const timers = [
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'requestAnimationFrame',
  'requestIdleCallback',
];

/** What may follow takeUntil: operators that hold no subscription of their own. */
const afterTakeUntil = [
  ...['count', 'defaultIfEmpty', 'distinctUntilChanged', 'endWith', 'every', 'filter', 'finalize'],
  ...['finally', 'isEmpty', 'last', 'map', 'max', 'min', 'publish', 'publishBehavior'],
  ...['publishLast', 'publishReplay', 'reduce', 'scan', 'share', 'shareReplay', 'skipLast'],
  ...['startWith', 'takeLast', 'tap', 'throwIfEmpty', 'toArray'],
];

export default defineConfig(
  globalIgnores(['**/dist/', 'coverage/', 'docs/api/', 'examples/script-tag/']),

  // Everywhere.
  {
    files: ['**/*.{ts,js,mjs,cjs}'],
    extends: [tseslint.configs.recommendedTypeChecked, rxjsX.configs.recommended],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-console': 'off',
      'rxjs-x/no-floating-observables': 'error',
      'rxjs-x/no-misused-observables': 'error',
      'rxjs-x/no-unsafe-takeuntil': ['error', { allow: afterTakeUntil }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // Numbers and booleans in a template are what they look like.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
    },
  },

  // The library.
  {
    files: ['lib/**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, rxjsX.configs.strict],
    rules: {
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...shape],
      'rxjs-x/no-ignored-subscription': 'error',
      'rxjs-x/no-unsafe-takeuntil': ['error', { allow: afterTakeUntil }],
      // An unknown error caught is passed on as it is.
      'rxjs-x/throw-error': ['error', { allowThrowingAny: false, allowThrowingUnknown: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // It does not see what a callback sets, nor that callers in JavaScript pass anything.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // `!` after a check that the types cannot see; each is read in review.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },

  // The library where it must run on a virtual clock: everything but the emulator, which is a server.
  {
    files: ['lib/**/*.ts'],
    ignores: ['lib/emulator.ts', 'lib/emulator/**'],
    rules: {
      'no-restricted-globals': ['error', ...timers.map((name) => ({ name, message: time }))],
      'no-restricted-properties': [
        'error',
        ...['globalThis', 'window', 'self'].flatMap((object) =>
          timers.map((property) => ({ object, property, message: time })),
        ),
      ],
      'no-restricted-syntax': ['error', ...shape, ...timeAndChance],
    },
  },
  // Pages that were written for amazon-connect-chatjs look for its types in a namespace.
  {
    files: ['lib/chatjs-global.ts'],
    rules: { '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }] },
  },
  // The default logger is where the console is.
  { files: ['lib/chat/logger.ts', 'lib/emulator/**'], rules: { 'no-console': 'off' } },

  // Specs and examples subscribe as users do; Jest's matchers and marble helpers are of type any.
  {
    files: ['spec/**', 'bench/**', 'examples/**'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },

  // Scripts read JSON.
  {
    files: ['**/*.{js,mjs,cjs}'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },

  prettier,
);
