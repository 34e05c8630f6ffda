import fs from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { appNames } from '../local/apps.ts';
import { callers } from '../local/secrets.ts';
import { allServices, type Service } from '../local/services.ts';

const port = 8080;

/** One kind of pod: a service, or the server of an app. */
interface Program {
  readonly name: string;
  readonly args: readonly string[];
  /** Where it listens, by name. */
  readonly ports: Readonly<Record<string, number>>;
  readonly environment: readonly object[];
  /** The ports of other servers that it may reach, in the cluster and outside. */
  readonly reaches: readonly number[];
}

/** The ports of the servers, and 443 and 465 of what is outside. */
const serverPorts: Record<Service['uses'][number], readonly number[]> = {
  postgres: [5432],
  mongodb: [27017],
  redis: [6379],
  limits: [6379],
  elasticsearch: [9200],
  s3: [443],
  inbox: [465, 587],
  stripe: [443],
  links: [],
};
const kafkaPort = 9093;

/** The gateway speaks to Redis and services alone; catalog fetches pictures from where an import names them. */
function portsUsedBy({ name, uses }: Service): readonly number[] {
  const own = uses.flatMap(server => serverPorts[server]);
  return [...new Set(name === 'gateway' ? own : [...own, kafkaPort, ...(name === 'edge' ? [443] : [])])].sort(
    (a, b) => a - b,
  );
}

/** What a service takes from the Secret `covenant`, as variable → key; keys of its own begin with its name. */
const secretKeys: Record<Service['uses'][number], (name: string) => Record<string, string>> = {
  postgres: name => ({ DATABASE_URL: `${name}-database-url` }),
  mongodb: () => ({ MONGODB_URL: 'mongodb-url' }),
  redis: () => ({ REDIS_URL: 'redis-url' }),
  limits: () => ({ LIMITS_REDIS_URL: 'limits-redis-url' }),
  elasticsearch: () => ({ ELASTICSEARCH_URL: 'elasticsearch-url' }),
  s3: () => ({ S3_ACCESS_KEY_ID: 's3-access-key-id', S3_SECRET_ACCESS_KEY: 's3-secret-access-key' }),
  inbox: () => ({ SMTP_URL: 'smtp-url' }),
  links: () => ({ LINK_SECRET: 'link-secret' }),
  stripe: () => ({ STRIPE_SECRET_KEY: 'stripe-secret-key', STRIPE_WEBHOOK_SECRET: 'stripe-webhook-secret' }),
};

/** The key of the Secret with which a service signs what it sends. */
const privateKeyOf = (name: string): string => `${name}-private-key`;
const isCaller = (name: string): boolean => callers.some(caller => caller === name);

/** The password of a service's Kafka user, which has the service's name. */
const kafkaPasswordOf = (name: string): string => `${name}-kafka-password`;
const usesKafka = (name: string): boolean => name !== 'gateway';

/** Of the CDN that `EDGE_PURGER` names: without one there is no such key. */
const cdnKeys = { FASTLY_API_TOKEN: 'fastly-api-token', CLOUDFLARE_API_TOKEN: 'cloudflare-api-token' };

/** Every key that the Secret `covenant` must have. */
export const requiredSecrets = (): string[] =>
  [
    ...new Set([
      'auth-secret',
      ...Object.values(cdnKeys),
      ...callers.map(privateKeyOf),
      ...allServices.filter(({ name }) => usesKafka(name)).map(({ name }) => kafkaPasswordOf(name)),
      ...allServices.flatMap(service =>
        service.uses.flatMap(server => Object.values(secretKeys[server](service.name))),
      ),
    ]),
  ].sort();

/** Variables whose values are keys of the Secret. */
const secretVariables = (keys: Readonly<Record<string, string>>, options: { optional?: true } = {}): object[] =>
  Object.entries(keys).map(([name, key]) => ({
    name,
    valueFrom: { secretKeyRef: { name: 'covenant', key, ...options } },
  }));

function environment({ name, uses }: Service): object[] {
  const keys: Record<string, string> = Object.assign({}, ...uses.map(server => secretKeys[server](name)));
  if (isCaller(name)) keys.SERVICE_PRIVATE_KEY = privateKeyOf(name);
  if (usesKafka(name)) keys.KAFKA_SASL_PASSWORD = kafkaPasswordOf(name);
  if (name === 'identity') keys.AUTH_SECRET = 'auth-secret';
  const own = name === 'identity' ? [{ name: 'FIRST_ADMIN_PASSWORD_FILE', value: '/state/first-admin.txt' }] : [];
  const kafkaUser = usesKafka(name) ? [{ name: 'KAFKA_SASL_USERNAME', value: name }] : [];
  return [
    ...own,
    ...kafkaUser,
    ...secretVariables(keys),
    ...(name === 'edge' ? secretVariables(cdnKeys, { optional: true }) : []),
  ];
}

/** The ports of the edge's listeners, beside its own API: `EDGE_LISTENERS` in config.yaml. */
const edgeListeners = { gateway: 8000, storefront: 3000, admin: 3001 };

const programs: readonly Program[] = [
  ...allServices.map(service => ({
    name: service.name,
    args: ['node', 'deploy/compose/run.ts', service.name],
    ports: { http: port, ...(service.name === 'edge' ? edgeListeners : {}) },
    environment: environment(service),
    reaches: portsUsedBy(service),
  })),
  ...appNames.map(name => ({
    name,
    args: ['node', `${name}/main.ts`],
    ports: { http: port },
    environment: [
      { name: 'BUILD_DIR', value: name === 'storefront' ? '.next' : 'dist' },
      // Read where use is measured alone: a Secret that is older than the measuring does.
      ...secretVariables(isCaller(name) ? { SERVICE_PRIVATE_KEY: privateKeyOf(name) } : {}, { optional: true }),
    ],
    reaches: [],
  })),
];

/** The names of everything that runs. */
export const programNames = programs.map(({ name }) => name);

const probe = (route: string, extra: object): object => ({
  httpGet: { path: route, port: 'http' },
  timeoutSeconds: 3,
  ...extra,
});

function container({ name, args, ports, environment }: Program): object {
  return {
    name,
    image: 'covenant-service',
    args,
    ports: Object.entries(ports).map(([each, containerPort]) => ({ name: each, containerPort })),
    envFrom: [{ configMapRef: { name: 'covenant' } }],
    env: [{ name: 'PORT', value: String(port) }, ...environment],
    startupProbe: probe('/health/ready', { periodSeconds: 2, failureThreshold: 60 }),
    readinessProbe: probe('/health/ready', { periodSeconds: 5 }),
    livenessProbe: probe('/health/live', { periodSeconds: 10, failureThreshold: 6 }),
    // The endpoint leaves the load balancers while requests are still taken; SIGTERM comes after.
    lifecycle: { preStop: { sleep: { seconds: 5 } } },
    resources: { requests: { cpu: '100m', memory: '192Mi' }, limits: { memory: '512Mi' } },
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    volumeMounts: [
      { name: 'scratch', mountPath: '/tmp' },
      { name: 'state', mountPath: '/state' },
    ],
  };
}

function deployment(program: Program): object {
  const { name } = program;
  const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'covenant' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: {
      replicas: 2,
      selector: { matchLabels: { 'app.kubernetes.io/name': name } },
      strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      template: {
        metadata: {
          labels,
          annotations: {
            'prometheus.io/scrape': 'true',
            'prometheus.io/port': String(port),
            'prometheus.io/path': '/metrics',
          },
        },
        spec: {
          automountServiceAccountToken: false,
          terminationGracePeriodSeconds: 40,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 1000,
            fsGroup: 1000,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: 'kubernetes.io/hostname',
              whenUnsatisfiable: 'ScheduleAnyway',
              labelSelector: { matchLabels: { 'app.kubernetes.io/name': name } },
            },
          ],
          containers: [container(program)],
          volumes: [
            { name: 'scratch', emptyDir: {} },
            { name: 'state', emptyDir: {} },
          ],
        },
      },
    },
  };
}

/** What a pod may reach: names, our own pods, and its servers; never the metadata service of a cloud. */
function egress(ports: readonly number[]): object[] {
  const servers = {
    to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.0.0/16'] } }],
    ports: ports.map(number => ({ port: number })),
  };
  return [
    { to: [{ podSelector: { matchLabels: { 'app.kubernetes.io/part-of': 'covenant' } } }] },
    {
      to: [{ namespaceSelector: {}, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }],
      ports: [
        { port: 53, protocol: 'UDP' },
        { port: 53, protocol: 'TCP' },
      ],
    },
    ...(ports.length > 0 ? [servers] : []),
  ];
}

function manifests(program: Program): object[] {
  const selector = { 'app.kubernetes.io/name': program.name };
  const metadata = { name: program.name, labels: { ...selector, 'app.kubernetes.io/part-of': 'covenant' } };
  const ports = Object.entries(program.ports).map(([name, number]) => ({
    name,
    port: name === 'http' ? 80 : number,
    targetPort: name,
  }));
  return [
    deployment(program),
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector, ports } },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { ...metadata, name: `${program.name}-egress` },
      spec: { podSelector: { matchLabels: selector }, policyTypes: ['Egress'], egress: egress(program.reaches) },
    },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata,
      spec: { minAvailable: 1, selector: { matchLabels: selector } },
    },
  ];
}

/**
 * `services.yaml`: a Deployment, a Service, a policy of what it may reach and a disruption budget for every service of
 * deploy/local/services.ts and for both apps.
 */
export function renderServices(): string {
  const documents = programs.flatMap(manifests).map(manifest => stringify(manifest, { aliasDuplicateObjects: false }));
  return ['# Written by render.ts from deploy/local/services.ts: node deploy/kubernetes/render.ts', ...documents]
    .join('---\n')
    .replace('.ts---\n', '.ts\n');
}

export const servicesFile = path.join(import.meta.dirname, 'services.yaml');

if (import.meta.main) fs.writeFileSync(servicesFile, renderServices());
