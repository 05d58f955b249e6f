import { type Reply, send } from './support.ts';

const MAX_STEPS = 20;

/** A browser as far as logging in needs one: cookies by host, redirects, forms. */
export class Browser {
  /** By origin, then by name. */
  readonly cookies = new Map<string, Map<string, string>>();

  /** One request, without following. */
  async open(url: string, options: Parameters<typeof send>[1] = {}): Promise<Reply> {
    const { origin } = new URL(url);
    const jar = this.cookies.get(origin) ?? new Map<string, string>();
    this.cookies.set(origin, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const reply = await send(url, {
      ...options,
      headers: { accept: 'text/html', ...(cookie === '' ? {} : { cookie }), ...options.headers },
    });
    for (const line of reply.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0|1970/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return reply;
  }

  /** Follows redirects, and fills in forms as somebody would, until neither comes. `stopAt`: a URL that begins so is not opened. */
  async visit(
    url: string,
    login: string,
    stopAt?: string,
  ): Promise<{ readonly url: string; readonly reply: Reply | undefined }> {
    let at = url;
    let reply = await this.open(at);
    for (let step = 0; step < MAX_STEPS; step += 1) {
      const next = reply.headers.location;
      const form = /<form[^>]* action="([^"]+)"/.exec(reply.text)?.[1];
      if (next === undefined && form === undefined) return { url: at, reply };
      const target = new URL(next ?? form ?? '', at).href;
      if (stopAt !== undefined && target.startsWith(stopAt)) return { url: target, reply: undefined };
      const isLogin = reply.text.includes('name="login"');
      const fields = isLogin ? { prompt: 'login', login, password: 'x' } : { prompt: 'consent' };
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      reply =
        next === undefined
          ? await this.open(target, { method: 'POST', headers, body: new URLSearchParams(fields).toString() })
          : await this.open(target);
      at = target;
    }
    throw new Error(`no end after ${MAX_STEPS} steps: ${at}`);
  }
}
