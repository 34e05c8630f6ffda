import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Whether an address is one of a trusted proxy, whose `X-Forwarded-*` headers are believed. */
export type IsTrusted = (address: string) => boolean;

/** An IPv4 address out of its IPv6 form: `::ffff:10.0.0.1` → `10.0.0.1`. */
const withoutIpv4Mapping = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Trusts addresses and networks (`10.0.0.0/8`, `::1`). Throws for a text that is neither. */
export function createTrust(proxies: readonly string[]): IsTrusted {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [network = '', bits] = proxy.split('/');
    if (bits === undefined) list.addAddress(network, family(network));
    else list.addSubnet(network, Number(bits), family(network));
  }
  return address => isIP(address) !== 0 && list.check(address, family(address));
}

/**
 * The address of the client: the rightmost address of `X-Forwarded-For` that is no trusted proxy (RFC 7239, section
 * 5.2).
 */
export function clientAddressOf(request: IncomingMessage, isTrusted: IsTrusted): string {
  const forwardedFor = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map(address => withoutIpv4Mapping(address.trim()))
    .filter(address => isIP(address) !== 0);
  let address = withoutIpv4Mapping(request.socket.remoteAddress ?? '');
  while (isTrusted(address)) {
    const next = forwardedFor.pop();
    if (next === undefined) return address;
    address = next;
  }
  return address;
}

/** The scheme that the browser used, as far as the edge or a trusted proxy knows. */
export function schemeOf(request: IncomingMessage, isTrusted: IsTrusted): 'http' | 'https' {
  if ('encrypted' in request.socket) return 'https';
  const forwardedProto = request.headers['x-forwarded-proto'];
  const isBelieved = isTrusted(withoutIpv4Mapping(request.socket.remoteAddress ?? ''));
  return forwardedProto === 'https' && isBelieved ? 'https' : 'http';
}
