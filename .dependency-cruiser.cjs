/** Who may import whom. `npm test` runs it; CONTRIBUTING.md says why. */
const suites = '\\.test(\\.fixtures)?\\.tsx?$|/testing/|/conformance/|^pact/';
const tests = `${suites}|^deploy/`;

module.exports = {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Modules that need each other, if only for types, are one module, or need a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-missing',
      comment: 'Every import leads somewhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'services-apart',
      comment: 'A service reaches another one only through what is generated from its contract.',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: {
        path: '^(services|deploy|contracts|pact|storefront|admin|bench)/',
        pathNot:
          '^services/($1|platform)/|^contracts/codegen/(runtime|registry)/|^deploy/local/((browser|ports)\\.ts$|stripe/)',
      },
    },
    {
      name: 'only-the-registry-judges-contracts',
      comment: 'What a registry decides about versions of contracts is the contract tool’s; no other service needs it.',
      severity: 'error',
      from: { path: '^services/(?!registry/)' },
      to: { path: '^contracts/codegen/registry/' },
    },
    {
      name: 'stand-ins-stay-out-of-production',
      comment:
        'Local stand-ins of partners (the Stripe sandbox) serve tests and `npm start`; no program of an image imports them.',
      severity: 'error',
      from: {
        path: '^(services|contracts|generated|storefront|admin|look)/|^deploy/(compose/(run|publish)\\.ts$|small/)',
        pathNot: suites,
      },
      to: { path: '^deploy/local/' },
    },
    {
      name: 'decisions-are-pure',
      comment: 'The file named after the aggregate decides, and imports nothing but types: what it needs, it is given.',
      severity: 'error',
      from: {
        path: '^services/(cart/cart|checkout/(checkout|pricing|reconciliation)|inventory/stock|notifications/message|orders/(order|refunds)|payments/payment|search/(product|indexed-attributes)|shipping/shipment)\\.ts$',
      },
      to: {
        dependencyTypesNot: ['type-only'],
        pathNot:
          '^look/(money|address|unit-price|fold-text)\\.ts$|^services/(platform/(fields|truncate)|orders/refunds|search/indexed-attributes)\\.ts$',
      }, // pure as well
    },
    {
      name: 'platform-knows-no-service',
      comment: 'What every service shares knows none of them, nor what was generated for them.',
      severity: 'error',
      from: { path: '^services/platform/', pathNot: tests },
      to: { path: '^(services/(?!platform/)|generated/(?!platform/)|deploy/)' },
    },
    {
      name: 'generated-imports-runtime',
      comment: 'Generated files import one another within a service and the small runtime.',
      severity: 'error',
      from: { path: '^generated/(?!admin/)([^/]+)/' }, // the admin resources know the client of every service
      to: { path: '^(generated|services|contracts|deploy)/', pathNot: '^generated/$1/|^contracts/codegen/runtime/' },
    },
    {
      name: 'one-door-of-the-storefront',
      comment: 'Pages know the shop; only storefront/shop knows how to reach it through the generated clients.',
      severity: 'error',
      from: { path: '^storefront/(?!shop/)', pathNot: tests },
      to: { path: '^(generated|contracts)/' },
    },
    {
      name: 'apps-apart',
      comment:
        'An app reaches services only through what is generated from their contracts, and the other app not at all.',
      severity: 'error',
      from: { path: '^(storefront|admin)/', pathNot: `^(storefront|admin)/(main\\.ts$|server/)|${tests}` },
      to: {
        path: '^(services|deploy|contracts|pact|storefront|admin|bench)/',
        pathNot: '^$1/|^contracts/codegen/runtime/',
      },
    },
    {
      name: 'app-servers-stand-on-the-platform',
      comment: 'The programs that serve the apps start and stop as services do.',
      severity: 'error',
      from: { path: '^(storefront|admin)/(main\\.ts$|server/)' },
      to: {
        path: '^(services|deploy|contracts|pact|storefront|admin|bench|generated)/',
        pathNot: '^$1/|^services/platform/',
      },
    },
    {
      name: 'kit-knows-no-screen',
      comment: 'What every screen of the console uses knows none of them.',
      severity: 'error',
      from: { path: '^admin/kit/' },
      to: { path: '^admin/(screens/|App\\.tsx$)' },
    },
    {
      name: 'codegen-knows-no-shop',
      comment: 'The contract tool works for any project.',
      severity: 'error',
      from: { path: '^contracts/codegen/', pathNot: tests },
      to: { path: '^(services|generated|deploy|storefront|admin)/' },
    },
    {
      name: 'runtime-stands-alone',
      comment: 'What generated files import needs nothing else of the tool.',
      severity: 'error',
      from: { path: '^contracts/codegen/runtime/', pathNot: tests },
      to: { path: '^contracts/codegen/(?!runtime/)' },
    },
    {
      name: 'one-file-knows-the-database',
      comment: 'Only store.ts (and what wires it) imports a database client; kafkajs stays behind services/platform.',
      severity: 'error',
      from: { path: '^services/(?!platform/)', pathNot: tests },
      to: { path: '^node_modules/(kafkajs|pg)/' },
    },
    {
      name: 'no-tests-in-programs',
      comment: 'Programs never import a test or what only tests need.',
      severity: 'error',
      from: { path: '^(services|contracts|generated|storefront|admin)/', pathNot: tests },
      to: {
        path: '\\.test\\.tsx?$|^services/platform/testing/|^deploy/local/browser\\.ts$|^node_modules/(jest|@jest|fast-check)',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/prisma/client/|^storefront/(next-env\\.d\\.ts$|\\.next/)|^(admin|contracts/codegen)/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
