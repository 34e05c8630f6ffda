import { stringIn } from '../document/json.ts';
import { visitKinds } from '../document/visit-kinds.ts';
import type { Contract } from '../lint/contract.ts';

/**
 * A discriminator chooses among the branches of its schema, or among the schemas that extend it (OpenAPI 3.1.1,
 * Discriminator Object); where there are none, or their names are no values of the property, it says nothing.
 */
export function idleDiscriminators({ bundle: { document }, report }: Contract): void {
  visitKinds(document, 'document', (schema, kind, path) => {
    const property = kind === 'schema' ? stringIn(schema.discriminator, 'propertyName') : undefined;
    if (property === undefined || Array.isArray(schema.oneOf) || Array.isArray(schema.anyOf)) return;
    const message = `has no effect: no schema that extends this one is called what \`${property}\` may be`;
    report('not-checked', [...path, 'discriminator'], `\`discriminator\` ${message}: write \`oneOf\`, or \`mapping\``);
  });
}
