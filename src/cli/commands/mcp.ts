import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';

/** `keyline mcp` */
export function registerMcp(program: Command, context: CommandContext): void {
  program
    .command('mcp')
    .description('Answer an assistant over MCP on standard input and output')
    .action(async () => {
      // Its packages take a third of a second to load, which no other command should wait for.
      const { mcpOnStdio } = await import('../mcp-stdio.ts');
      await context.withSession(mcpOnStdio);
    });
}
