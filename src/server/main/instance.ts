import { refusal } from '../http/answer';
import { toResponse } from '../http/send';
import { StartError } from '../storage/storage-error';
import { SetupError } from './setup-error';

/** The services of an instance, once they are open. */
export type OpenInstance = {
  handle(request: Request): Promise<Response>;
  /** Does what a process would do by the clock. Any number of instances may do it at once. */
  sweep(): Promise<void>;
  /** For tests: a host ends an instance without asking. */
  close(): Promise<void>;
};

export type InstanceOptions = {
  /** @throws StartError when something it needs is not there */
  readonly open: () => Promise<OpenInstance>;
  /** Takes one line for whoever runs it. */
  readonly report: (line: string) => void;
  /** Keeps the instance awake until it is done. */
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** Milliseconds, of any clock that does not go back. */
  readonly now?: () => number;
};

/** No timer of an instance that is frozen between requests can be relied on: the sweeping goes with requests. */
const sweepEveryMs = 60_000;

/**
 * One instance of the API, as a host of functions makes them: what it needs is opened with its first request,
 * and by all requests that come meanwhile together. A failure is told and not kept: the next request tries again.
 */
export function createInstance({
  open,
  report,
  waitUntil,
  now = () => performance.now(),
}: InstanceOptions): (request: Request) => Promise<Response> {
  let opening: Promise<OpenInstance> | undefined;
  let sweptAt = Number.NEGATIVE_INFINITY;
  const openOnce = (): Promise<OpenInstance> => {
    if (opening !== undefined) return opening;
    opening = open();
    opening.catch((error: unknown) => {
      opening = undefined;
      report(lineOf(error));
    });
    return opening;
  };
  const sweepWhenDue = ({ sweep }: OpenInstance): void => {
    if (now() - sweptAt < sweepEveryMs) return;
    sweptAt = now();
    // Whatever keeps it from working, such as a database that is away, is met by the next time.
    waitUntil(sweep().catch(() => undefined));
  };
  return async (request) => {
    let opened: OpenInstance;
    try {
      opened = await openOnce();
    } catch (error) {
      return toResponse(refusal({ code: 'unavailable', detail: sentenceFor(error) }, { 'retry-after': '5' }));
    }
    const response = await opened.handle(request);
    sweepWhenDue(opened);
    return response;
  };
}

/** What a database says may name hosts and roles: that is for the log. */
function sentenceFor(error: unknown): string {
  return error instanceof SetupError ? error.message : 'The server cannot start; its log says why.';
}

function lineOf(error: unknown): string {
  if (error instanceof StartError) return `VersionZero cannot start. ${error.message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
