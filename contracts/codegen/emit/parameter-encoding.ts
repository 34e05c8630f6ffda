import { isJsonType } from '../openapi/media-type.ts';
import type { Parameter } from '../openapi/service.ts';
import { styleOf } from '../runtime/parameter-style.ts';

interface Encoding {
  readonly [key: string]: string | boolean | undefined;
  name: string;
  place: string;
  style: string | undefined;
  explode: boolean | undefined;
}

/** How a parameter travels, as the runtime reads it: what is the default of the place is left out. */
export function encoding({ name, place, style, explode, content }: Parameter): Encoding {
  const usual = styleOf({ name, place });
  const isUsual = content !== undefined || explode === styleOf({ name, place, style }).explode;
  return {
    name,
    place,
    style: content === undefined && style !== usual.style ? style : undefined,
    explode: isUsual ? undefined : explode,
  };
}

/** How it travels from a client, or undefined where the default of the place is all there is to say. */
export function clientEncoding(parameter: Parameter): Encoding | undefined {
  const { content, reserved } = parameter;
  const whole = {
    ...encoding(parameter),
    json: content !== undefined && isJsonType(content) ? true : undefined,
    reserved: reserved || undefined,
  };
  const isDefault = Object.entries(whole).every(
    ([key, value]) => key === 'name' || key === 'place' || value === undefined,
  );
  return isDefault ? undefined : whole;
}
