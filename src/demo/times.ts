const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Times told from one moment, so that "left three months ago" stays true whenever the company is made. */
export class Times {
  readonly now: Date;

  constructor(now: Date) {
    this.now = now;
  }

  /** UTC instant so many days (and hours) before now; negative days lie ahead. */
  ago(days: number, hours = 0): string {
    return new Date(this.now.getTime() - days * DAY_MS - hours * HOUR_MS).toISOString();
  }

  /** The same without fractions of a second, as CloudTrail and the AWS command line write it. */
  stamp(days: number, hours = 0): string {
    return this.ago(days, hours).replace(/\.\d{3}Z$/, 'Z');
  }

  /** The day, `2026-11-20`. */
  day(days: number): string {
    return this.ago(days).slice(0, 10);
  }

  /** Milliseconds since 1970, as GitHub's audit log has it. */
  epoch(days: number, hours = 0): number {
    return Date.parse(this.stamp(days, hours));
  }
}
