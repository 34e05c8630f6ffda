#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { runCovenant } from './commands/commands.ts';

// A large document makes garbage faster than V8 thinks it worth collecting: memory would be a third more.
setFlagsFromString('--heap-growing-percent=80');
setFlagsFromString('--semi-space-growth-factor=1');

const { output, exitCode } = await runCovenant(process.argv.slice(2));
if (output !== '') (exitCode >= 2 ? console.error : console.log)(output);
process.exitCode = exitCode;
