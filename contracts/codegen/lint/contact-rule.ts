import { objectIn, stringIn } from '../document/json.ts';
import type { Contract } from './contract.ts';

/** Whoever is surprised by a contract finds in it whom to ask. */
export function contractContact({ bundle, report }: Contract): void {
  const info = objectIn(bundle.document, 'info');
  const contact = objectIn(info, 'contact');
  if (stringIn(contact, 'email') || stringIn(contact, 'url')) return;
  const at = info.contact === undefined ? ['info'] : ['info', 'contact'];
  report('contract-contact', at, 'Nobody can be asked about this contract: info.contact needs an email or a url');
}
