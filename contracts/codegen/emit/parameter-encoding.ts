import type { Form, FormField, Parameter } from '../openapi/service.ts';
import { isJsonType } from '../runtime/media-type.ts';
import { styleOf } from '../runtime/parameter-style.ts';

interface Encoding {
  readonly [key: string]: string | boolean | undefined;
  name: string;
  place: string;
  style: string | undefined;
  explode: boolean | undefined;
  textType?: string | undefined;
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

/** How a field of a form travels, read as a query parameter is. */
export function fieldEncoding({ name, style, explode, json, textType }: FormField): Encoding {
  const usual = styleOf({ name, place: 'query' });
  const isUsual = json || explode === styleOf({ name, place: 'query', style }).explode;
  return {
    name,
    place: 'query',
    style: json || style === usual.style ? undefined : style,
    explode: isUsual ? undefined : explode,
    textType,
  };
}

/** The fields of a form that do not travel as their values suggest. */
export function formEncodings({ fields }: Form): Encoding[] {
  return fields.flatMap(field => {
    const encoding = { ...fieldEncoding(field), json: field.json || undefined };
    const isUsual =
      !field.json &&
      !field.file &&
      (field.type !== 'object' || encoding.style === undefined) &&
      encoding.explode === undefined &&
      encoding.textType === undefined &&
      encoding.style === undefined;
    return field.file || (isUsual && field.type !== 'object') ? [] : [encoding];
  });
}
