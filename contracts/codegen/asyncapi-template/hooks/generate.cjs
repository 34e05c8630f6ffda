const { existsSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { pathToFileURL } = require('node:url');

/** The tool: built, as the package has it, or its sources. */
const built = resolve(__dirname, '../../dist/asyncapi-files.js');
const tool = existsSync(built) ? built : resolve(__dirname, '../../asyncapi-files.ts');

module.exports = {
  /** Writes what `covenant generate` writes for the document, into the folder of the generator. */
  'generate:after': async ({ targetDir, templateParams }) => {
    const { writeAsyncapiFiles } = await import(pathToFileURL(tool).href);
    await writeAsyncapiFiles(process.cwd(), templateParams, join(targetDir));
  },
};
