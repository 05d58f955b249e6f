declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';

  /** The few parts of the provider that tests use; the package has no types. */
  export default class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    callback(): RequestListener;
    on(event: string, listener: (...args: readonly unknown[]) => void): void;
  }
}
