/** Preloaded into what bootstrap.mjs runs: asks this process to end (SIGTERM) when bootstrap was killed. */
import { whenParentEnds } from './lifetime.mjs';

// Workers and grandchildren inherit the preload, but are not children of bootstrap.
if (process.env.KEYLINE_PARENT_PID === String(process.ppid)) whenParentEnds(() => process.kill(process.pid, 'SIGTERM'));
