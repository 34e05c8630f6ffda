/** Tests run as ES modules on the real servers whose addresses `deploy/local/test.ts` puts into the environment. */
const parser = { syntax: 'typescript', tsx: true };

export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'es6' } }],
    '\\.tsx$': [
      '@swc/jest',
      { jsc: { parser, transform: { react: { runtime: 'automatic' } }, target: 'es2023' }, module: { type: 'es6' } },
    ],
  },
  testMatch: ['<rootDir>/{admin,bench,contracts,deploy,look,pact,services,storefront}/**/*.test.{ts,tsx}'],
  modulePathIgnorePatterns: ['<rootDir>/.covenant', '<rootDir>/storefront/.next'],
  testTimeout: 120_000,
  // Modules of suites that are over stay in a worker: at a few GB collecting them, and forking, costs more than a new one.
  workerIdleMemoryLimit: '1500MB',
};
