import tseslint from 'typescript-eslint';

const NONDETERMINISM = [
  'Date',
  'process',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'performance',
  'crypto',
  'console',
  'Buffer',
].map((name) => ({ name, message: 'functions/core is pure: take it as an argument.' }));

export default tseslint.config(
  { ignores: ['cdk.out/', 'node_modules/', '**/*.js', '**/*.cjs'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that defines it.' },
        { selector: 'TSEnumDeclaration', message: 'Not erasable: use an `as const` array or object.' },
      ],
    },
  },
  {
    files: ['functions/core/**'],
    rules: {
      'no-restricted-globals': ['error', ...NONDETERMINISM],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'functions/core is pure: take it as an argument.' },
        { object: 'globalThis', message: 'functions/core is pure.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'AwaitExpression', message: 'functions/core is pure: values in, values out.' },
        { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that defines it.' },
      ],
    },
  },
  {
    files: ['bin/**', 'functions/local/**'],
    rules: { 'no-console': 'off' },
  },
);
