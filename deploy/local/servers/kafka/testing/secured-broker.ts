import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startDaemon, stopDaemon } from '../../../daemon.ts';
import { cacheFolder } from '../../../folders.ts';
import { freePorts } from '../../../ports.ts';
import { runTool } from '../../../provision.ts';
import { jdk } from '../../java.ts';
import { provisionJars } from '../../kafka.ts';
import { format, jvm, writeProperties } from '../broker.ts';
import { createAuthority, issueCertificate } from './certificates.ts';

/** A broker that nobody reaches without a certificate or a password, and then only what an ACL allows. */
export interface SecuredBroker {
  /** Addresses: SASL over TLS; TLS with a certificate of the client; open, for whoever may do everything. */
  readonly addresses: { sasl: string; mutualTls: string; open: string };
  /** PEM files: the CA of the broker, that of somebody else, and a certificate for `User:CN=<user>`. */
  readonly files: { ca: string; otherCa: string; certificate: string; key: string };
  stop(): Promise<void>;
}

/** Starts a broker on its own folder and ports, whose user has this name and password. */
export async function startSecuredBroker(user: { name: string; password: string }): Promise<SecuredBroker> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'secured-kafka-'));
  const write = (name: string, content: string): string => {
    fs.writeFileSync(path.join(folder, name), content, { mode: 0o600 });
    return path.join(folder, name);
  };
  const [authority, other, jars] = await Promise.all([
    createAuthority('Covenant test'),
    createAuthority('Somebody else'),
    provisionJars(cacheFolder()),
  ]);
  const [server, client] = await Promise.all([
    issueCertificate(authority, 'broker'),
    issueCertificate(authority, user.name),
  ]);
  write('broker.pem', `${server.key}\n${server.certificate}`);
  const files = {
    ca: write('ca.pem', authority.certificate),
    otherCa: write('other-ca.pem', other.certificate),
    certificate: write('client.pem', client.certificate),
    key: write('client-key.pem', client.key),
  };
  const [sasl = 0, mutualTls = 0, open = 0, controller = 0] = await freePorts(4);
  const ports = { kafka: open, kafka_controller: controller };
  writeProperties(folder, ports, security({ sasl, mutualTls, open, controller }, user));
  const scram = ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap(mechanism => [
    '--add-scram',
    `${mechanism}=[name=${user.name},password=${user.password}]`,
  ]);
  const formatting = jvm(jars, '64m', [], 'kafka.tools.StorageTool', format);
  await runTool({ program: jdk('java'), args: [...formatting, ...scram], cwd: folder });
  const daemon = { log: path.join(folder, 'log'), pid: path.join(folder, 'pid') };
  startDaemon({ program: jdk('java'), args: jvm(jars, '128m', [], 'kafka.Kafka', []), cwd: folder }, daemon);
  const at = (port: number): string => `127.0.0.1:${port}`;
  return {
    addresses: { sasl: at(sasl), mutualTls: at(mutualTls), open: at(open) },
    files,
    async stop() {
      await stopDaemon(daemon.pid, 'SIGTERM', 10_000);
      fs.rmSync(folder, { recursive: true });
    },
  };
}

const modules = 'org.apache.kafka.common.security';

/** Apache Kafka, Security: listeners, their protocols, and the authorizer of KRaft. */
function security(
  ports: { sasl: number; mutualTls: number; open: number; controller: number },
  { name, password }: { name: string; password: string },
): Record<string, string> {
  const protocols = { OPEN: 'PLAINTEXT', SASL: 'SASL_SSL', MUTUAL: 'SSL', CONTROLLER: 'PLAINTEXT' };
  const listeners = [`OPEN://127.0.0.1:${ports.open}`, `SASL://127.0.0.1:${ports.sasl}`];
  const reached = [...listeners, `MUTUAL://127.0.0.1:${ports.mutualTls}`].join(',');
  const scram = `${modules}.scram.ScramLoginModule required;`;
  return {
    listeners: `${reached},CONTROLLER://127.0.0.1:${ports.controller}`,
    'advertised.listeners': reached,
    'listener.security.protocol.map': Object.entries(protocols)
      .map(([listener, protocol]) => `${listener}:${protocol}`)
      .join(','),
    'inter.broker.listener.name': 'OPEN',
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': 'broker.pem',
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': 'ca.pem',
    'listener.name.mutual.ssl.client.auth': 'required',
    'listener.name.sasl.sasl.enabled.mechanisms': 'SCRAM-SHA-256,SCRAM-SHA-512,PLAIN',
    'listener.name.sasl.scram-sha-256.sasl.jaas.config': scram,
    'listener.name.sasl.scram-sha-512.sasl.jaas.config': scram,
    'listener.name.sasl.plain.sasl.jaas.config': `${modules}.plain.PlainLoginModule required user_${name}="${password}";`,
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': 'User:ANONYMOUS',
  };
}
