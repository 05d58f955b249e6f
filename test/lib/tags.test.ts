import { expect, it } from 'vitest';
import { environmentOf, ownerOf, sensitivityOf, tagList } from '../../src/lib/tags.ts';

it('tags are sorted, each once, and absent when there are none', () => {
  expect(
    tagList([
      ['b', '2'],
      ['a', '1'],
      ['b', '2'],
      ['c', undefined],
    ]),
  ).toEqual(['a=1', 'b=2', 'c=']);
  expect(tagList([])).toBeUndefined();
});

it.each([
  [['Owner=wren@example.com'], 'wren@example.com'],
  [['owner_email= quill@example.com '], 'quill@example.com'],
  [['maintainer=a', 'contact=b'], 'b'],
  [['owner=', 'technical owner=tern'], 'tern'],
  [['cost=owner'], undefined],
  [undefined, undefined],
])('the owner of %j is %s', (tags, owner) => {
  expect(ownerOf(tags)).toBe(owner);
});

it.each([
  ['env=PROD-eu', 'production'],
  ['Environment=preprod', 'staging'],
  ['environment=pre-prod', 'staging'],
  ['stage=uat', 'staging'],
  ['env=playground', 'sandbox'],
  ['env=qa2', 'development'],
  ['env=blue', 'blue'],
  ['name=prod-db', undefined],
])('the environment of %s is %s', (tag, environment) => {
  expect(environmentOf([tag])).toBe(environment);
});

it.each([
  ['data-classification=Customer Data', 'customer-data'],
  ['sensitivity=Personal', 'pii'],
  ['classification=Internal_Use', 'internal-use'],
  ['tier=1', undefined],
])('the sensitivity of %s is %s', (tag, sensitivity) => {
  expect(sensitivityOf([tag])).toBe(sensitivity);
});
