import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { loadProject } from '../contracts/codegen/config.ts';
import { findPactGaps } from '../contracts/codegen/impact/pacts-command.ts';

/** Programs of developers, which nobody deploys: they call what is there, or say so. */
const isProgram = (file: string): boolean => /^(deploy|services\/catalog\/seed)\//.test(file);

// The compiler reads the services and both apps.
const PATIENCE_MS = 600_000;

test(
  'every call and every event that the code has, as the compiler reads it, has a pact',
  async () => {
    const project = await loadProject(join(import.meta.dirname, '..'));
    const gaps = await findPactGaps(project, 'pact/pacts/*.json', file => !isProgram(file));
    expect(gaps.length).toBeGreaterThan(50);
    expect(gaps.filter(({ noPact }) => noPact).map(({ consumer, provider }) => `${consumer}-${provider}`)).toEqual([]);
    const events = gaps.flatMap(({ consumer, untested }) =>
      untested.filter(member => member.includes('/handlers#')).map(member => `${consumer} handles ${member}`),
    );
    expect(events).toEqual([]);
  },
  PATIENCE_MS,
);
