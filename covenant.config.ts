import { defineConfig } from './contracts/codegen/config.ts';

export default defineConfig({
  openapi: 'contracts/openapi/*.yaml',
  asyncapi: 'contracts/asyncapi/*.yaml',
  output: 'generated',
  runtime: './contracts/codegen/runtime',
  gateway: 'generated/gateway/routes.ts',
  admin: { output: 'generated/admin', scheme: 'session' },
});
