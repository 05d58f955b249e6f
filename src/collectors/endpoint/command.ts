import { existsSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { type Clock, systemClock } from '../../lib/clock.ts';
import { inputError } from '../../lib/errors.ts';
import type { FingerprintKey } from '../../lib/fingerprint.ts';
import type { ScanDocument } from './document.ts';
import { currentPlatform, hostIdentity, userOfHome } from './host.ts';
import type { Platform } from './scan/places.ts';
import { scanEndpoint } from './scan/scan.ts';

export interface ScanCommandOptions {
  /** Default: the home of the user that runs the command. */
  readonly home?: string;
  readonly workspaces?: readonly string[];
  readonly fingerprintKey: FingerprintKey;
  readonly clock?: Clock;
  readonly platform?: Platform;
  /** MDM or other stable id of the device; only its keyed hash is kept. */
  readonly hostId?: string;
  readonly user?: string;
  /** Variables to look at as inherited by every agent: `process.env` when one's own home is scanned. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** `keyline scan`: scans one home. Errors: `scan-path` for a home or workspace that is not there. */
export async function runScanCommand(options: ScanCommandOptions): Promise<ScanDocument> {
  const home = options.home ?? homedir();
  const workspaces = options.workspaces ?? [];
  for (const path of [home, ...workspaces]) {
    if (!existsSync(path)) throw inputError('scan-path', `There is no folder ${path}`, { source: path });
  }
  return await scanEndpoint({
    home,
    workspaces,
    fingerprintKey: options.fingerprintKey,
    clock: options.clock ?? systemClock,
    platform: options.platform ?? currentPlatform(),
    hostId: options.hostId ?? hostIdentity(),
    hostName: hostname(),
    user: options.user ?? userOfHome(home),
    ...(options.env === undefined ? {} : { env: options.env }),
  });
}
