import { endCleanlyOnCrash, runCli } from './cli.ts';

/** What `npm start` runs: `keyline up` with the arguments behind `--`. */
endCleanlyOnCrash();
process.exitCode = await runCli(['up', ...process.argv.slice(2)]);
