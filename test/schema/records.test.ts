import { describe, expect, it } from 'vitest';
import { edge, node, nodeKey, ref } from '../../src/schema/index.ts';

const GOOD = { kind: 'iam-user', system: 'wren' };

/** What a source sent in place of what its types promise. */
function sent(props: object): typeof GOOD {
  return props as typeof GOOD;
}

describe('a record at run time', () => {
  it('keeps declared properties that have a value, in declared order', () => {
    const one = node('Principal', 'wren:7', { system: 'wren', name: undefined, kind: 'iam-user' });
    const other = node('Principal', 'wren:7', sent({ ...GOOD, login: null, undeclared: 'gannet' }));
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
  });

  it.each([
    [{ kind: 7, system: 'wren' }, 'kind is not of type string'],
    [{ ...GOOD, name: { first: 'Wren' } }, 'name is not of type string'],
    [{ ...GOOD, createdAt: '2026-11-20' }, 'createdAt is not of type instant'],
    [{ ...GOOD, externalIds: ['a', null] }, 'externalIds is not of type strings'],
    [{ ...GOOD, externalIds: 'a' }, 'externalIds is not of type strings'],
    [{ ...GOOD, mfa: 'yes' }, 'mfa is not of type boolean'],
  ])('%j is refused, without telling the value', (props, message) => {
    expect(() => node('Principal', 'wren:7', sent(props))).toThrow(new TypeError(message));
  });

  it.each([{}, { host: null }, { host: undefined }])('%j lacks what is required', (props) => {
    expect(() => node('Endpoint', 'endpoint:x', props as { host: string })).toThrow(new TypeError('host is missing'));
  });

  it('an edge is held to its properties as well', () => {
    const ends = [ref('Agent', 'a'), ref('Credential', 'c')] as const;
    expect(() => edge('USES', ...ends, sent({ basis: 1 }) as never)).toThrow('basis is not of type string');
    expect(() => edge('USES', ...ends, sent({}) as never)).toThrow('basis is missing');
    expect(edge('USES', ...ends, { basis: 'seen', count: 3 }).props).toEqual({ basis: 'seen', count: 3 });
  });

  it.each([
    ['', 'not empty'],
    ['a\u0007b', 'control'],
    ['x'.repeat(2049), 'longer'],
  ])('a key that is no key is refused (case %#)', (id, message) => {
    expect(() => nodeKey('Agent', id)).toThrow(message);
  });
});
