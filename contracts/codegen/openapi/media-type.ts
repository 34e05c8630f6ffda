/** Whether a media type is JSON, parameters aside: `application/json`, or with the suffix `+json` (RFC 6839). */
export function isJsonType(type: string): boolean {
  return /^[^;]*\/([^;]+\+)?json\s*(;|$)/i.test(type);
}
