import { afterEach, describe, expect, it } from 'vitest';
import { postJson, targetOf } from '../../src/lib/post.ts';
import { type Receiver, receiver } from '../report/server.ts';

const FAST = { minPauseMs: 1, maxPauseMs: 5 };
const open: Receiver[] = [];

async function serve(...answers: readonly (number | 'hang' | 'cut')[]): Promise<Receiver> {
  const made = await receiver((before, response) => {
    const answer = answers[Math.min(before, answers.length - 1)] ?? 200;
    if (answer === 'cut') response.destroy();
    else if (answer !== 'hang')
      response.writeHead(answer, { 'retry-after': '0', location: 'http://127.0.0.1:1/' }).end('secret answer');
  });
  open.push(made);
  return made;
}

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

describe('addresses', () => {
  it.each([
    'https://hooks.slack.example/services/T0/B0/x',
    'https://10.1.2.3/hook',
    'http://127.0.0.1:4180/import',
    'http://localhost:4180/import',
    'http://[::1]:4180/',
  ])('%s may be sent to', (url) => expect(targetOf(url).href).toBe(new URL(url).href));

  it.each([
    ['http://hooks.example.com/x', 'neither https nor http to this machine'],
    ['ftp://127.0.0.1/', 'neither https nor http'],
    ['file:///etc/passwd', 'neither https nor http'],
    ['https://169.254.169.254/latest/meta-data', 'link-local or metadata'],
    ['https://2852039166/latest', 'link-local or metadata'],
    ['https://0xa9.0xfe.0xa9.0xfe/', 'link-local or metadata'],
    ['https://[::ffff:169.254.169.254]/', 'link-local or metadata'],
    ['https://[fe80::1]/', 'link-local or metadata'],
    ['https://[fd00:ec2::254]/', 'link-local or metadata'],
    ['https://168.63.129.16/', 'link-local or metadata'],
    ['https://metadata.google.internal/computeMetadata/v1/', 'link-local or metadata'],
    ['http://127.0.0.1.evil.example/', 'neither https nor http'],
    ['https://u:p@hooks.example.com/', 'user name or password'],
    ['nonsense', 'not a URL'],
  ])('%s is refused', (url, why) => {
    expect(() => targetOf(url)).toThrow(why);
  });

  it('a name that leads to a metadata address is refused, and the message does not hold the path', async () => {
    const posting = postJson(
      'https://hooks.example.com/services/T0/B0/s3cret',
      {},
      {
        addressesOf: () => Promise.resolve(['93.184.216.34', '169.254.169.254']),
      },
    );
    await expect(posting).rejects.toMatchObject({
      code: 'post-target',
      source: 'https://hooks.example.com',
      exitCode: 2,
    });
    await expect(posting).rejects.not.toThrow('s3cret');
  });

  it('http to a name that is not this machine after all is refused', async () => {
    const posting = postJson('http://localhost:9/', {}, { addressesOf: () => Promise.resolve(['10.0.0.9']) });
    await expect(posting).rejects.toMatchObject({ code: 'post-target' });
  });
});

describe('sending', () => {
  it('posts the document as JSON', async () => {
    const to = await serve(204);
    await postJson(`${to.url}/hook?token=t`, { a: 'ü' }, { headers: { authorization: 'Bearer b' } });
    expect(to.received).toHaveLength(1);
    expect(to.received[0]).toMatchObject({ url: '/hook?token=t', body: '{"a":"ü"}' });
    expect(to.received[0]?.headers).toMatchObject({ 'content-type': 'application/json', authorization: 'Bearer b' });
  });

  it.each([[[503, 429, 200]], [['cut', 200]]] as const)('tries again after %j', async (answers) => {
    const to = await serve(...answers);
    await postJson(to.url, {}, FAST);
    expect(to.received).toHaveLength(answers.length);
  });

  it('gives up after the last attempt and names the origin only', async () => {
    const to = await serve(500);
    const posting = postJson(`${to.url}/services/T0/s3cret`, {}, { ...FAST, retries: 2 });
    await expect(posting).rejects.toMatchObject({
      code: 'post-failed',
      source: to.url,
      exitCode: 1,
      message: 'It could not be sent: it answered 500',
    });
    expect(to.received).toHaveLength(3);
  });

  it.each([301, 400, 403, 404, 410])('%i is not tried again, and no redirect is followed', async (status) => {
    const to = await serve(status);
    await expect(postJson(to.url, {}, FAST)).rejects.toThrow(`it answered ${status}`);
    expect(to.received).toHaveLength(1);
  });

  it('one that does not answer in time is tried again, then given up', async () => {
    const to = await serve('hang');
    const posting = postJson(to.url, {}, { ...FAST, timeoutMs: 60, retries: 1 });
    await expect(posting).rejects.toThrow('it did not answer in time');
    expect(to.received).toHaveLength(2);
  });

  it('nobody there: says why, without the address', async () => {
    const to = await serve(200);
    await to.close();
    await expect(postJson(`${to.url}/s3cret`, {}, { ...FAST, retries: 0 })).rejects.toThrow(
      /^It could not be sent: the connection failed \(ECONNREFUSED\)$/,
    );
  });

  it('stops when it is cancelled', async () => {
    const to = await serve('hang');
    const cancel = new AbortController();
    const posting = postJson(to.url, {}, { ...FAST, signal: cancel.signal });
    while (to.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    cancel.abort(new Error('enough'));
    await expect(posting).rejects.toThrow('enough');
    expect(to.received).toHaveLength(1);
  });
});
