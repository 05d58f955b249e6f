/** What some work took. */
export interface Measure {
  /** Wall clock. */
  readonly seconds: number;
  /** CPU time of this process, user and system. */
  readonly cpuSeconds: number;
  /** Highest resident memory of this process so far, in MB. */
  readonly peakMb: number;
}

/** Does the work and says what it took. */
export async function measured<T>(work: () => Promise<T>): Promise<Measure & { readonly value: T }> {
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const value = await work();
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { value, seconds, cpuSeconds: (user + system) / 1e6, peakMb: process.resourceUsage().maxRSS / 1024 };
}
