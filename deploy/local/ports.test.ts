import net from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { choosePorts, isPortFree, requireFreePort } from './ports.ts';

const dev = { defaultBase: 4000, wellKnown: true };
const allFree = async (): Promise<boolean> => true;
const taken =
  (...ports: number[]) =>
  async (port: number): Promise<boolean> =>
    !ports.includes(port);

describe('choosing ports', () => {
  test('keeps to the well-known numbers when nothing is in the way', async () => {
    const ports = await choosePorts(dev, {}, allFree);
    expect(ports).toMatchObject({
      gateway: 8080,
      storefront: 3000,
      admin: 3001,
      inbox: 1080,
      smtp: 1025,
      catalog: 4001,
      stripe: 4012,
    });
    expect(new Set(Object.values(ports)).size).toBe(Object.keys(ports).length);
  });

  test('takes a port from the variable that carries its name', async () => {
    const ports = await choosePorts(dev, { GATEWAY_PORT: '8090', KAFKA_PORT: '9092' }, allFree);
    expect(ports).toMatchObject({ gateway: 8090, kafka: 9092, storefront: 3000 });
  });

  test('moves everything, the public ports too, to the requested base', async () => {
    const ports = await choosePorts(dev, { COVENANT_PORT_BASE: '6000', ADMIN_PORT: '7001' }, allFree);
    const { admin, ...others } = ports;
    expect(admin).toBe(7001);
    for (const port of Object.values(others)) expect(Math.floor(port / 100)).toBe(60);
  });

  test('moves the internal ports together when one of them is taken, and leaves those that people type', async () => {
    const ports = await choosePorts(dev, {}, taken(4006, 4123));
    expect(ports).toMatchObject({ orders: 4206, catalog: 4201, kafka: 4223, gateway: 8080, inbox: 1080 });
  });

  test('keeps to the ports of an earlier run while they are free', async () => {
    const before = await choosePorts(dev, {}, taken(4006));
    expect(await choosePorts(dev, {}, allFree, before)).toEqual(before);
    expect(await choosePorts(dev, { GATEWAY_PORT: '9999' }, allFree, before)).toEqual({ ...before, gateway: 9999 });
    expect(await choosePorts(dev, {}, taken(before.kafka), before)).toMatchObject({ kafka: 4023 });
  });

  test('ports that an earlier run did not have yet lie in its block', async () => {
    const { edge: _edge, admin_origin: _admin, ...before } = await choosePorts(dev, {}, taken(4006));
    expect(await choosePorts(dev, {}, allFree, before)).toMatchObject({
      catalog: 4101,
      edge: 4113,
      admin_origin: 4135,
      admin: 3001,
    });
  });

  test('a taken public port stays chosen, so that starting can name it', async () => {
    expect((await choosePorts(dev, {}, taken(8080))).gateway).toBe(8080);
  });

  test('tests keep every port in their block, and move on as a whole', async () => {
    const ports = await choosePorts({ defaultBase: 14_000, wellKnown: false }, {}, taken(14_030));
    expect(ports).toMatchObject({ gateway: 14_130, inbox: 14_129, catalog: 14_101 });
  });

  test.each(['0', '65536', '80a', '-1', '1.5'])('refuses %s as a port, naming the variable', async text => {
    await expect(choosePorts(dev, { GATEWAY_PORT: text }, allFree)).rejects.toThrow(`GATEWAY_PORT=${text} is no port`);
  });
});

describe('a port that is taken', () => {
  let other: net.Server | undefined;
  afterEach(() => void other?.close());

  test('is named in the error, with the variable that changes it', async () => {
    other = net.createServer();
    await new Promise<void>(resolve => other?.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as net.AddressInfo;
    expect(await isPortFree(port)).toBe(false);
    await expect(requireFreePort('gateway', port)).rejects.toThrow(
      new RegExp(`Port ${port} \\(gateway\\) is taken .*GATEWAY_PORT=`),
    );
  });

  test('is awaited until a killed process has released it', async () => {
    other = net.createServer();
    await new Promise<void>(resolve => other?.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as net.AddressInfo;
    const waiting = requireFreePort('kafka', port);
    expect(await isPortFree(port)).toBe(false); // by now it has looked once, too
    other.close();
    await expect(waiting).resolves.toBeUndefined();
  });
});
