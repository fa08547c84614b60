/** What we use of https://github.com/architect/dynalite, which brings no types. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  function dynalite(options: { createTableMs: number }): Server;
  export = dynalite;
}
