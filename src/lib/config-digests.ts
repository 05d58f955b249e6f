import { z } from 'zod';

const email = z.strictObject({
  host: z.string().min(1).describe('SMTP server.'),
  port: z.int().min(1).max(65_535).default(587),
  tls: z
    .enum(['starttls', 'implicit', 'none'])
    .default('starttls')
    .describe('`none` is for a server on this machine only.'),
  user: z.string().optional(),
  password: z.string().optional().describe('Give it as an environment variable.'),
  from: z.string().min(3).describe('Sender, such as `Keyline <keyline@example.com>`.'),
});

/** `digests`: what each owner or manager has to look after, sent to them on schedule. */
export const digestsConfig = z
  .array(
    z.strictObject({
      for: z
        .enum(['owners', 'managers'])
        .describe('Whose digest: of what goes to somebody, or to them and their reports.'),
      schedule: z.strictObject({
        cron: z.string().describe('Cron expression with five or six fields.'),
        timezone: z.string().default('UTC').describe('IANA time zone the expression is read in.'),
      }),
      folder: z.string().optional().describe('Folder that gets a page and a table for each person.'),
      slack: z.url().optional().describe('Slack incoming-webhook URL that gets one message for all of them.'),
      email: email.optional().describe('Each person gets theirs by e-mail.'),
    }),
  )
  .default([]);

export type DigestConfig = z.output<typeof digestsConfig>[number];
export type MailConfig = z.output<typeof email>;
