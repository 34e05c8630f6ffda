import fs from 'node:fs';
import path from 'node:path';
import { freePorts } from '../ports.ts';
import { provision, runTool } from '../provision.ts';
import { archiveOnce, jdk, mark, thrift } from './java.ts';
import type { Place, Server } from './server.ts';

const version = '8.19.21';
const sources = path.join(import.meta.dirname, 'elasticsearch');
const source = (name: string): string => path.join(sources, name);
const home = (place: Place): string => {
  return path.join(
    place.cache,
    `elasticsearch-${version}-${mark(source('pom.xml'), source('EsNode.java'), source('ShopSearchPlugin.java'))}`,
  );
};
const data = (place: Place): string => path.join(place.state, 'elasticsearch');
const url = (place: Place): string => `http://127.0.0.1:${place.ports.elasticsearch}`;

const settings = `cluster.name: covenant
node.name: n1
network.host: 127.0.0.1
discovery.type: single-node
cluster.routing.allocation.disk.threshold_enabled: false
action.destructive_requires_name: true
`;

const logging = `status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
`;

const descriptor = `name=shop-search
description=analysis components, scaled_float shim and root handler
version=${version}
elasticsearch.version=${version}
java.version=17
classname=shop.es.ShopSearchPlugin
`;

interface Node {
  home: string;
  data: string;
  http: number;
  transport: number;
  extra: string[];
}

/**
 * Arguments for the JVM of one node: the server's modules, and our launcher instead of its own, which wants a
 * distribution.
 */
function jvm(node: Node): string[] {
  const properties = {
    'es.path.home': node.home,
    'es.path.conf': path.join(node.home, 'config'),
    'es.distribution.type': 'zip',
    'es.networkaddress.cache.ttl': 60,
    'java.io.tmpdir': path.join(node.data, 'tmp'),
    'jna.tmpdir': path.join(node.data, 'tmp'),
    'jna.nosys': true,
    'java.library.path': path.join(node.home, 'lib/platform/linux-x64'),
    'file.encoding': 'UTF-8',
    'java.awt.headless': true,
    'log4j.shutdownHookEnabled': false,
    'log4j2.disable.jmx': true,
    'io.netty.noUnsafe': true,
    'io.netty.noKeySetOptimization': true,
    'io.netty.recycler.maxCapacityPerThread': 0,
    'org.apache.lucene.store.MMapDirectory.sharedArenaMaxPermits': 1,
    'es.set.path.data': path.join(node.data, 'nodes'),
    'es.set.path.logs': path.join(node.data, 'logs'),
    'es.set.http.port': node.http,
    'es.set.transport.port': node.transport,
  };
  return [
    '-Xms512m',
    '-Xmx512m',
    ...thrift,
    '-XX:+ExitOnOutOfMemoryError',
    '-Xlog:disable',
    '-Xlog:all=error:stderr',
    ...Object.entries(properties).map(([name, value]) => `-D${name}=${value}`),
    ...node.extra,
    '--module-path',
    path.join(node.home, 'lib'),
    '--add-modules=jdk.net,ALL-MODULE-PATH',
    '-cp',
    path.join(node.home, 'launcher/launcher.jar'),
    'EsNode',
  ];
}

function makeFolders(folder: string): void {
  for (const name of ['nodes', 'logs', 'tmp']) fs.mkdirSync(path.join(folder, name), { recursive: true });
}

const environment = (folder: string): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: folder,
  ES_TMPDIR: path.join(folder, 'tmp'),
});

/** Takes the server's library and its network module out of the distribution for tests, which is on Maven Central. */
async function unpack(folder: string): Promise<void> {
  const maven = [
    '-B',
    '-ntp',
    '-q',
    '-f',
    source('pom.xml'),
    'package',
    `-Dcovenant.build=${path.join(folder, 'build')}`,
  ];
  await runTool({ program: 'mvn', args: maven });
  const top = `elasticsearch-${version}`;
  const build = path.join(folder, 'build');
  await runTool({
    program: jdk('jar'),
    args: ['xf', `${top}.zip`, `${top}/lib`, `${top}/modules/transport-netty4`],
    cwd: build,
  });
  for (const name of ['lib', 'modules']) fs.renameSync(path.join(build, top, name), path.join(folder, name));
  const unused = [
    'tools',
    'platform/darwin-aarch64',
    'platform/darwin-x64',
    'platform/windows-x64',
    'entitlement-agent',
    'entitlement-bridge',
  ];
  for (const name of [...unused, 'cli-launcher', 'java-version-checker'])
    fs.rmSync(path.join(folder, 'lib', name), { recursive: true, force: true });
}

/** Compiles the launcher and the plugin with the analysis components that the distribution for tests lacks. */
async function compile(folder: string): Promise<void> {
  const classes = path.join(folder, 'build/classes');
  const files = [source('EsNode.java'), source('ShopSearchPlugin.java')];
  await runTool({
    program: jdk('javac'),
    args: ['--release', '17', '-nowarn', '-cp', path.join(folder, 'lib/*'), '-d', classes, ...files],
  });
  for (const name of ['modules/shop-search', 'plugins', 'config', 'launcher'])
    fs.mkdirSync(path.join(folder, name), { recursive: true });
  const launcher = fs.readdirSync(classes).filter(name => name.endsWith('.class'));
  await runTool({
    program: jdk('jar'),
    args: ['cf', path.join(folder, 'launcher/launcher.jar'), ...launcher],
    cwd: classes,
  });
  await runTool({
    program: jdk('jar'),
    args: ['cf', path.join(folder, 'modules/shop-search/shop-search.jar'), 'shop'],
    cwd: classes,
  });
  fs.writeFileSync(path.join(folder, 'modules/shop-search/plugin-descriptor.properties'), descriptor);
  fs.writeFileSync(path.join(folder, 'config/elasticsearch.yml'), settings);
  fs.writeFileSync(path.join(folder, 'config/log4j2.properties'), logging);
}

const archive = (place: Place): string => path.join(home(place), 'es.jsa');

/** Starts the node on an empty folder and lets it exit at once. */
async function tryOut(home: string, file: string, folder: string): Promise<void> {
  makeFolders(folder);
  const [http = 0, transport = 0] = await freePorts(2);
  const extra = [`-XX:ArchiveClassesAtExit=${file}`, '-Des.exit.after.start=1'];
  const args = jvm({ home, data: folder, http, transport, extra });
  await runTool({ program: jdk('java'), args, cwd: folder, environment: environment(folder) });
}

/** Elasticsearch from Maven Central, with a launcher of our own (no container, no bootstrap checks for production). */
export const elasticsearch: Server = {
  name: 'elasticsearch',
  title: 'Elasticsearch',
  given: ['ELASTICSEARCH_URL'],
  ports: ['elasticsearch', 'elasticsearch_transport'],
  needs: { run: ['java'], build: ['jdk', 'maven'] },
  home,
  stop: { signal: 'SIGTERM', timeoutMs: 20_000 },

  async provision(place, report) {
    await provision(place.cache, path.basename(home(place)), async folder => {
      report('downloading');
      await unpack(folder);
      report('compiling its launcher');
      await compile(folder);
      fs.rmSync(path.join(folder, 'build'), { recursive: true });
    });
    report('archiving its classes');
    await archiveOnce(archive(place), (file, folder) => tryOut(home(place), file, folder));
  },

  async prepare(place) {
    makeFolders(data(place));
    if (!place.user) return;
    const { uid, gid } = place.user;
    if (fs.statSync(data(place)).uid !== uid) {
      for (const name of ['', ...fs.readdirSync(data(place), { recursive: true, encoding: 'utf8' })])
        fs.chownSync(path.join(data(place), name), uid, gid);
    }
  },

  command(place) {
    const extra = [`-XX:SharedArchiveFile=${archive(place)}`];
    const { elasticsearch: http, elasticsearch_transport: transport } = place.ports;
    return {
      program: jdk('java'),
      args: jvm({ home: home(place), data: data(place), http, transport, extra }),
      cwd: data(place),
      environment: environment(data(place)),
      user: place.user,
    };
  },

  async answers(place) {
    const response = await fetch(`${url(place)}/_cluster/health`, { signal: AbortSignal.timeout(2000) });
    if (!response.ok) throw new Error(`answers ${response.status}`);
  },

  environment: place => ({ ELASTICSEARCH_URL: url(place) }),
};
