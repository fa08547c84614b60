/** What may be written down about something that was thrown: kind and place, and nobody's data. */
export type Fault = {
  /** The name of the error's class. */
  readonly error: string;
  /** An SQLSTATE, or one of Node's codes. */
  readonly code?: string;
  /** Where, the innermost place first, one a line. */
  readonly stack: string;
  /** The same of its cause, without the place. */
  readonly cause?: string;
};

const maxPlaces = 8;

/** Leaves the message out: those of a database quote what people wrote. */
export function describeFault(error: unknown): Fault {
  if (!(error instanceof Error)) return { error: typeof error, stack: '' };
  const code = codeOf(error);
  const { cause } = error;
  return {
    error: error.name,
    ...(code === '' ? {} : { code }),
    stack: placesOf(error),
    ...(cause instanceof Error ? { cause: `${cause.name} ${codeOf(cause)}`.trimEnd() } : {}),
  };
}

/** The stack begins with the message, of which a line may look like a place. */
function placesOf({ stack = '', message }: Error): string {
  const beginsAt = stack.indexOf(message);
  if (beginsAt < 0) return '';
  const lines = stack.slice(beginsAt + message.length).split('\n');
  return lines
    .filter((line) => /^\s+at /.test(line))
    .slice(0, maxPlaces)
    .join('\n');
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
