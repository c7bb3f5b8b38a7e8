/**
 * Layer rules: arrows point inward (README, "How it is built"). Proven to fail by test/architecture.test.ts.
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: 'core-imports-core-alone',
      comment: 'functions/core is pure: values in, values out.',
      severity: 'error',
      from: { path: '^functions/core/', pathNot: '^functions/core/settings-schema[a-z-]*\\.ts$' },
      to: { pathNot: '^functions/core/' },
    },
    {
      name: 'settings-may-use-zod',
      comment: 'functions/core/settings-schema.ts validates what a user wrote; nothing else may be imported there.',
      severity: 'error',
      from: { path: '^functions/core/settings-schema[a-z-]*\\.ts$' },
      to: { pathNot: '^functions/core/|(^|/)node_modules/zod/' },
    },
    {
      name: 'adapters-know-core-alone',
      severity: 'error',
      from: { path: '^functions/adapters/' },
      to: { path: '^(functions/(?!core/|adapters/)|lib/|bin/|test/)' },
    },
    {
      name: 'adapters-stand-alone',
      comment: 'One file per outside thing; two that share a store share a folder.',
      severity: 'error',
      from: { path: '^functions/adapters/([^/]+)' },
      to: { path: '^functions/adapters/', pathNot: '^functions/adapters/$1' },
    },
    {
      name: 'runs-receive-ports',
      comment: 'A run tells the story with ports as arguments; only its handler wires adapters.',
      severity: 'error',
      from: { path: '^functions/(probe|detect|slack|widget)/', pathNot: '/handler\\.ts$' },
      to: { pathNot: ['^functions/core/', '^functions/$1/(?!handler\\.ts)'] },
    },
    {
      name: 'lib-has-no-product-logic',
      severity: 'error',
      from: { path: '^lib/' },
      to: {
        path: '^functions/',
        pathNot:
          '^functions/core/(metrics|settings|settings-customer-key|settings-model|settings-schema|config-model|model/[^/]+)\\.ts$',
      },
    },
    {
      name: 'app-reads-settings-alone',
      severity: 'error',
      from: { path: '^bin/app\\.ts$' },
      to: { path: '^functions/', pathNot: '^functions/core/(metrics|settings|settings-model)\\.ts$' },
    },
    {
      name: 'functions-know-no-infrastructure',
      severity: 'error',
      from: { path: '^functions/' },
      to: { path: '^(lib|bin)/|(^|/)node_modules/(aws-cdk-lib|constructs)/' },
    },
    { name: 'nothing-imports-tests', severity: 'error', from: { pathNot: '^test/' }, to: { path: '^test/' } },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        path: '^(bin|lib|functions|test/support)/',
        pathNot: '\\.d\\.ts$|^lib/bundled/|^functions/local/page/browser/',
      },
      to: {},
    },
    {
      name: 'nothing-unused',
      comment:
        'Every source file is reachable from an entry point; a file that only tests use is dead. lib/handler-code.ts starts ' +
        'lib/bundle-program.ts, which puts lib/bundled into the bundles by path, and the page is served with what is in browser.',
      severity: 'error',
      from: { path: '^(bin/[^/]+|functions/[^/]+/handler|lib/bundle-program)\\.ts$' },
      to: {
        path: '^(lib|functions)/',
        pathNot: '(/handler|\\.d|/bundle-program)\\.ts$|^lib/bundled/|^functions/local/page/browser/',
        reachable: false,
      },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^node_modules/.*/node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
};
