import { expect, test } from 'vitest';
import { conformanceOf } from '../../scripts/conformance-graphql.ts';
import { service } from '../attack/support.ts';

test('GraphQL over HTTP: every audit of graphql-http, with and without a login', async () => {
  const open = await service({});
  const found = await conformanceOf(open.url);
  await open.close();
  expect(found.failed.filter((one) => !one.startsWith('notice'))).toEqual([]);
  expect(found).toMatchObject({ errors: 0, warnings: 0 });
  expect(found.audits).toBeGreaterThan(60);
  const closed = await service({ auth: { apiKeys: true } });
  const withKey = await conformanceOf(closed.url, closed.keyOf('viewer'));
  await closed.close();
  expect(withKey).toMatchObject({ errors: 0, warnings: 0 });
});
