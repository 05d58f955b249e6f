import { describe, expect, it } from 'vitest';
import {
  DeniedError,
  ForeignLinkError,
  HttpClient,
  HttpError,
  MalformedError,
  nextLink,
} from '../../src/collect/index.ts';

const signal = new AbortController().signal;

function answering(response: () => Response, seen: { url?: string; init?: RequestInit } = {}): HttpClient {
  return new HttpClient({
    baseUrl: 'https://terns.example/api/v2',
    headers: { authorization: 'Bearer pelican' },
    maxBytes: 200,
    fetch: (url, init) => {
      seen.url = String(url);
      if (init !== undefined) seen.init = init;
      return Promise.resolve(response());
    },
  });
}

describe('a JSON client', () => {
  it('asks below its base, with its headers, and follows no redirect', async () => {
    const seen: { url?: string; init?: RequestInit } = {};
    const { body } = await answering(() => Response.json({ a: 1 }), seen).json('/users?limit=2', signal);
    expect(body).toEqual({ a: 1 });
    expect(seen.url).toBe('https://terns.example/api/v2/users?limit=2');
    expect(seen.init).toMatchObject({ method: 'GET', redirect: 'error', headers: { authorization: 'Bearer pelican' } });
  });

  it.each([
    ['https://elsewhere.example/api/v2/users'],
    ['http://terns.example/api/v2/users'],
    ['https://terns.example:8443/api/v2/users'],
    ['https://terns.example@elsewhere.example/users'],
    ['//elsewhere.example/users'],
    ['\\\\elsewhere.example\\users'],
  ])('sends nothing to %s', async (link) => {
    const seen: { url?: string } = {};
    const client = answering(() => Response.json([]), seen);
    const failed = await client.json(link, signal).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (failed === undefined) expect(new URL(seen.url ?? '').origin).toBe('https://terns.example');
    else expect(failed).toBeInstanceOf(ForeignLinkError);
  });

  it('follows a next link of its own origin, whole or by path', () => {
    const client = answering(() => Response.json([]));
    expect(client.resolve('https://terns.example/api/v2/users?after=x').href).toContain('after=x');
  });

  it.each([
    [401, DeniedError],
    [403, DeniedError],
    [404, HttpError],
    [429, HttpError],
    [500, HttpError],
  ])('%i is a %o', async (status, type) => {
    const client = answering(() => new Response('secret text of the answer', { status }));
    const thrown: unknown = await client.json('users', signal).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(type);
    expect(String(thrown)).not.toContain('secret text');
  });

  it('refuses what is no JSON and what is too long; nothing is nothing', async () => {
    await expect(answering(() => new Response('<html>')).json('x', signal)).rejects.toBeInstanceOf(MalformedError);
    await expect(answering(() => Response.json('y'.repeat(300))).json('x', signal)).rejects.toThrow(
      'more than 200 bytes',
    );
    expect((await answering(() => new Response('')).json('x', signal)).body).toBeUndefined();
  });
});

it.each([
  ['<https://a.example/2>; rel="next"', 'https://a.example/2'],
  ['<https://a.example/1>; rel="prev", <https://a.example/3>; rel="next"', 'https://a.example/3'],
  ['<https://a.example/?q=1,2>; rel=next', 'https://a.example/?q=1,2'],
  ['<https://a.example/9>; rel="last"', undefined],
  ['', undefined],
])('the next page of Link: %s', (link, expected) => {
  expect(nextLink(new Headers(link === '' ? {} : { link }))).toBe(expected);
});
