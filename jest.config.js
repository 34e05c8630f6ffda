/** Tests run as ES modules on the real servers whose addresses `deploy/local/test.ts` puts into the environment. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'es6' } }] },
  testMatch: ['<rootDir>/{contracts,services,pact,deploy,look,storefront,admin}/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/.covenant'],
  testTimeout: 60_000,
};
