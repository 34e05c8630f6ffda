#!/usr/bin/env node
import { runCovenant } from './commands/commands.ts';

const { output, exitCode } = await runCovenant(process.argv.slice(2));
if (output !== '') (exitCode >= 2 ? console.error : console.log)(output);
process.exitCode = exitCode;
