import { arrayIn, type JsonObject, objectIn } from '../document/json.ts';
import { methods } from '../openapi/read-operation.ts';
import { ignoredHeaders, readParameter } from '../openapi/read-parameter.ts';
import type { ServiceRule } from './contract.ts';

/** Header parameters that the specification ignores: OpenAPI 3.1.1, Parameter Object, `name`. */
export const ignoredHeader: ServiceRule = ({ service: { document }, report }) => {
  for (const [path, item] of Object.entries(objectIn(document, 'paths'))) {
    const holders: [JsonObject, string[]][] = [[objectIn({ item }, 'item'), ['paths', path]]];
    for (const method of methods) holders.push([objectIn(item, method), ['paths', path, method]]);
    for (const [holder, at] of holders) {
      arrayIn(holder, 'parameters').forEach((value, index) => {
        const parameter = readParameter(document, { value, at: [...at, 'parameters', String(index)] });
        if (parameter?.place !== 'header' || !ignoredHeaders.includes(parameter.name)) return;
        const instead = parameter.name === 'authorization' ? 'security' : 'content';
        report(
          'ignored-header',
          parameter.at,
          `A header parameter ${parameter.name} is ignored; \`${instead}\` says it`,
        );
      });
    }
  }
};
