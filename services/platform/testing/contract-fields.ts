import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const sharedSchemas = new URL('../../../contracts/common.yaml', import.meta.url);
const properties = z.record(z.string(), z.looseObject({ $ref: z.string().optional() }));
const document = z.object({ components: z.object({ schemas: z.object({ Address: z.object({ properties }) }) }) });

/** An address with every field that the contract has, so that a field that is added must get through as well. */
export function addressWithEveryField(): Record<string, string> {
  const { components } = document.parse(parse(readFileSync(sharedSchemas, 'utf8')));
  const fields = Object.entries(components.schemas.Address.properties);
  return Object.fromEntries(
    fields.map(([name, { $ref }]) => [name, $ref === undefined ? `The ${name}`.slice(0, 20) : 'GB']),
  );
}
