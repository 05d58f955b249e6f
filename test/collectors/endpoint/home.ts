import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import type { ScanDocument } from '../../../src/collectors/endpoint/document.ts';
import type { Platform } from '../../../src/collectors/endpoint/scan/places.ts';
import { type ScanOptions, scanEndpoint } from '../../../src/collectors/endpoint/scan/scan.ts';
import { FixedClock } from '../../../src/lib/clock.ts';

export const KEY = Buffer.alloc(32, 9);

const made: string[] = [];
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

/** A home, a workspace beside it and a system root, all temporary. */
export class TestHome {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'keyline-home-')));
  readonly home = join(this.root, 'Users', 'wren.o’dell');
  readonly workspace = join(this.root, 'src', 'the shop');
  readonly system = join(this.root, 'system');

  constructor() {
    made.push(this.root);
    for (const path of [this.home, this.workspace, this.system]) mkdirSync(path, { recursive: true });
  }

  /** Writes a file below the home (`~/…`), the workspace (`./…`) or the system root (`/…`). Objects are written as JSON. */
  put(path: string, content: string | Buffer | object): string {
    const full = this.at(path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(
      full,
      typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content, null, 2),
    );
    return full;
  }

  at(path: string): string {
    if (path.startsWith('~/')) return join(this.home, path.slice(2));
    return path.startsWith('./') ? join(this.workspace, path.slice(2)) : join(this.system, path);
  }

  scan(platform: Platform, more: Partial<ScanOptions> = {}): Promise<ScanDocument> {
    return scanEndpoint({
      home: this.home,
      workspaces: [this.workspace],
      fingerprintKey: KEY,
      clock: new FixedClock('2026-11-20T09:30:00Z'),
      platform,
      hostId: 'host-77',
      hostName: 'wren-laptop',
      user: 'wren',
      systemRoot: this.system,
      ...more,
    });
  }
}
