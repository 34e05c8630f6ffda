import { defineConfig } from 'covenant';

export default defineConfig({
  openapi: 'contracts/stations.yaml',
  asyncapi: 'contracts/warnings.yaml',
  output: 'src/generated',
  importExtension: '.js',
});
