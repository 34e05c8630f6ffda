import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Proxies before us whose word is believed. */
export type Trust = (address: string) => boolean;

const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Trusts addresses and networks (`10.0.0.0/8`, `::1`). Throws for what is neither. */
export function trusting(proxies: readonly string[]): Trust {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [network = '', bits] = proxy.split('/');
    if (bits === undefined) list.addAddress(network, family(network));
    else list.addSubnet(network, Number(bits), family(network));
  }
  return address => isIP(address) !== 0 && list.check(address, family(address));
}

/**
 * Where a request came from: the last address that no trusted proxy stands for (RFC 7239, section 5.2, read from the
 * right).
 */
export function addressOf(request: IncomingMessage, trust: Trust): string {
  const told = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map(address => plain(address.trim()))
    .filter(address => isIP(address) !== 0);
  let address = plain(request.socket.remoteAddress ?? '');
  while (trust(address)) {
    const next = told.pop();
    if (next === undefined) return address;
    address = next;
  }
  return address;
}

/** Whether the browser came by https, as far as we or a trusted proxy know. */
export function schemeOf(request: IncomingMessage, trust: Trust): 'http' | 'https' {
  if ('encrypted' in request.socket) return 'https';
  const told = request.headers['x-forwarded-proto'];
  return told === 'https' && trust(plain(request.socket.remoteAddress ?? '')) ? 'https' : 'http';
}
