import { join } from 'node:path';
import type { ConnectContext, Connection } from '../../collect/index.ts';
import type { Clock } from '../../lib/clock.ts';
import { loadFingerprintKey } from '../../lib/fingerprint.ts';
import { runScanCommand } from './command.ts';
import type { ScanDocument } from './document.ts';
import { deviceId, hostIdentity, userOfHome } from './host.ts';
import { scopeOf } from './keys.ts';

/** One home that is scanned on a schedule. */
export interface HomeSettings {
  readonly home: string;
  readonly workspaces: readonly string[];
  readonly user?: string | undefined;
  readonly hostId?: string | undefined;
}

/** Scans one home. */
export interface HomeScanner {
  readonly scan: (clock: Clock) => Promise<ScanDocument>;
}

/** One connection for each home; its scope is that of the document (`<device>/<user>`). */
export function connectHomes(
  homes: readonly HomeSettings[],
  keyFile: string | undefined,
  context: ConnectContext,
): Connection<HomeScanner>[] {
  const key = loadFingerprintKey(keyFile ?? join(context.env['KEYLINE_HOME'] ?? '.keyline', 'fingerprint.key'));
  return homes.map((one) => {
    const options = {
      home: one.home,
      workspaces: one.workspaces,
      fingerprintKey: key,
      ...(one.user === undefined ? {} : { user: one.user }),
      ...(one.hostId === undefined ? {} : { hostId: one.hostId }),
    };
    const id = deviceId(key, one.hostId ?? hostIdentity());
    const scope = scopeOf({ id, user: one.user ?? userOfHome(one.home) });
    return { scope, client: { scan: (clock) => runScanCommand({ ...options, clock }) } };
  });
}
