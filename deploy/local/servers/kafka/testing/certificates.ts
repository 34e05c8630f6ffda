import { generate } from 'selfsigned';

/** A certificate and its key, as PEM. */
export interface Certificate {
  certificate: string;
  key: string;
}

const nameOf = (name: string) => [{ name: 'commonName', value: name }];

/** A certificate authority of one test. */
export async function createAuthority(name: string): Promise<Certificate> {
  const { cert, private: key } = await generate(nameOf(name), {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { certificate: cert, key };
}

/** A certificate of this authority, for a server at 127.0.0.1 or for a client. */
export async function issueCertificate(authority: Certificate, name: string): Promise<Certificate> {
  const { cert, private: key } = await generate(nameOf(name), {
    keyType: 'ec',
    algorithm: 'sha256',
    ca: { key: authority.key, cert: authority.certificate },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  return { certificate: cert, key };
}
