import { editorSchema } from '../lint/extension-schemas.ts';
import { type Command, onlyOne, parseOptions } from './command.ts';

export const schema: Command = {
  summary: 'Prints the JSON Schema of the x- extensions, for editors',
  usage: () => `covenant schema: prints the JSON Schema of the x- extensions, for editors
The package has it as covenant/extensions.schema.json.`,
  run: async args => {
    onlyOne(parseOptions(args, []).rest, '');
    return { output: JSON.stringify(editorSchema(), null, 2), exitCode: 0 };
  },
};
