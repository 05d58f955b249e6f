import { readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { basename } from 'node:path';
import { type FingerprintKey, fingerprint } from '../../lib/fingerprint.ts';
import type { Platform } from './scan/places.ts';

/** What names this machine: systemd's machine id where there is one, else the host name. Hashed before it is kept. */
export function hostIdentity(): string {
  for (const path of ['/etc/machine-id', '/var/lib/dbus/machine-id']) {
    try {
      const id = readFileSync(path, 'utf8').trim();
      if (id !== '') return id;
    } catch {}
  }
  return hostname();
}

/** The user whose home it is: by the name of the folder when it is not that of the process's own user. */
export function userOfHome(home: string): string {
  const own = userInfo();
  return own.homedir === home ? own.username : basename(home);
}

/** The platform of this process. Systems that are neither macOS nor Windows are laid out as Linux is. */
export function currentPlatform(): Platform {
  return process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux';
}

/** The id of the device in the graph: 22 characters of a keyed hash. */
export function deviceId(key: FingerprintKey, hostId: string): string {
  return fingerprint(key, 'device', hostId).slice('fp:'.length, 'fp:'.length + 22);
}
