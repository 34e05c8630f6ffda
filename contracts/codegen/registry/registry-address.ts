/** A registry, and the bearer token with which it is asked. */
export interface RegistryAddress {
  url: string;
  token: string | undefined;
}

/** The address of a path of a registry, and the headers with which it is asked. */
export function registryRequest(
  { url, token }: RegistryAddress,
  path: string,
): { target: string; headers: Record<string, string> } {
  const target = `${url.replace(/\/+$/, '')}${path}`;
  return { target, headers: token === undefined ? {} : { authorization: `Bearer ${token}` } };
}
