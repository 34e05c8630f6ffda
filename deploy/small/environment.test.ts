import { describe, expect, test } from '@jest/globals';
import { place } from '../local/fixtures/place.ts';
import { allServices, serviceEnvironment } from '../local/services.ts';
import { environmentOf, joinEnvironments, ownVariables } from './environment.ts';

const servers = {
  DATABASE_URL: 'postgresql://server/postgres',
  REDIS_URL: 'redis://server',
  KAFKA_BROKERS: 'broker:9092',
};
const environments = Object.fromEntries(
  allServices.map(service => [service.name, serviceEnvironment(service, place, servers)]),
);

describe('services in one process', () => {
  test.each(allServices.map(({ name }) => name))(
    '%s has its own environment, and what is of another is not its',
    name => {
      const own = environments[name] ?? {};
      const given = environmentOf(name, joinEnvironments(environments));
      const known = new Set(Object.values(environments).flatMap(environment => Object.keys(environment)));
      const seen = Object.entries(given).filter(([variable, value]) => known.has(variable) && value !== undefined);
      expect(Object.fromEntries(seen)).toEqual(own);
    },
  );

  test('share what all have alike, and nothing that one of them lacks', () => {
    expect(joinEnvironments({ orders: { A: '1', B: '2', C: '3' }, cart: { A: '1', B: '4' } })).toEqual({
      A: '1',
      ORDERS_B: '2',
      CART_B: '4',
      ORDERS_C: '3',
    });
  });

  test('a variable of one takes precedence over the shared one', () => {
    const joined = { PORT: '1', ...ownVariables('orders', { PORT: '2' }) };
    expect([environmentOf('orders', joined).PORT, environmentOf('cart', joined).PORT]).toEqual(['2', '1']);
  });
});
