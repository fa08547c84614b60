'use client';
import { BadgeCheck, CircleAlert, CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Difference, NotProven, Proof, ProofError, RefusedBody } from '../../../core/protocol/proof';
import { Button } from '../ui/button';
import {
  countsText,
  differenceText,
  kindText,
  progressShare,
  progressText,
  verdictText,
} from './proof-words';
import type { Proving } from './use-proof';

/** More lines than this are counted, not listed. */
const mostLines = 100;

type Goes = { readonly onGo: (recordId: string) => void };

/** What came of executing the SQL, or how far that is. Nobody has to wait for it. */
export function ProofPanel({
  proving,
  onGo,
  onWriteAnew,
}: Goes & { readonly proving: Proving; readonly onWriteAnew: () => void }) {
  return (
    <section
      aria-label="Proof"
      data-testid="proof"
      data-state={stateOf(proving)}
      className="max-h-[38%] shrink-0 overflow-y-auto border-t border-line bg-panel px-5 py-2.5 text-sm"
    >
      {/* Every twentieth statement would be too much to listen to. */}
      <div aria-live={proving.state.kind === 'running' ? 'off' : 'polite'}>
        <ProofSummary proving={proving} onWriteAnew={onWriteAnew} />
      </div>
      {proving.state.kind === 'done' && <ProofDetails proof={proving.state.proof} onGo={onGo} />}
    </section>
  );
}

function stateOf({ state }: Proving): string {
  return state.kind === 'done' ? state.proof.verdict : state.kind;
}

function ProofSummary({
  proving: { state, cancel, again },
  onWriteAnew,
}: {
  readonly proving: Proving;
  readonly onWriteAnew: () => void;
}) {
  switch (state.kind) {
    case 'waiting':
      return <Line>Waiting to try this SQL on a PostgreSQL</Line>;
    case 'running': {
      const share = progressShare(state.progress);
      return (
        <Line action={<Action onClick={cancel}>Cancel</Action>}>
          <span className="block">{progressText(state.progress)}</span>
          <span aria-hidden className="mt-1 block h-1 overflow-hidden rounded-full bg-sunken">
            <span
              className="block h-full origin-left rounded-full bg-accent transition-transform duration-300"
              style={{ transform: `scaleX(${share})` }}
            />
          </span>
        </Line>
      );
    }
    case 'cancelled':
      return <Line action={<Action onClick={again}>Try it</Action>}>This SQL has not been tried.</Line>;
    case 'failed':
      return (
        <Line
          icon={<CircleAlert aria-hidden className="size-4 text-warn" strokeWidth={1.75} />}
          action={<Action onClick={again}>Try again</Action>}
        >
          Not proven. {state.detail}
        </Line>
      );
    case 'outdated':
      return (
        <Line action={<Action onClick={onWriteAnew}>Write it anew</Action>}>
          The design has changed since this SQL was written.
        </Line>
      );
    case 'done':
      return <Verdict proof={state.proof} />;
  }
}

function Verdict({ proof }: { readonly proof: Proof }) {
  const { verdict, serverMajor, writtenFor } = proof;
  const other =
    writtenFor === serverMajor ? '' : ` Written for PostgreSQL ${writtenFor}; executed on ${serverMajor}.`;
  const words = <strong className="font-semibold">{verdictText(proof)}</strong>;
  switch (verdict) {
    case 'identical':
      return (
        <Line icon={<BadgeCheck aria-hidden className="size-5 text-good" strokeWidth={1.75} />}>
          {words}{' '}
          <span className="text-ink-mute">
            {countsText(proof.counts)}.{other}
          </span>
        </Line>
      );
    case 'different':
      return (
        <Line icon={<CircleAlert aria-hidden className="size-4 text-warn" strokeWidth={1.75} />}>
          {words}{' '}
          <span className="text-ink-mute">
            Compared: {countsText(proof.counts)}.{other}
          </span>
        </Line>
      );
    case 'refused':
      return (
        <Line icon={<CircleX aria-hidden className="size-4 text-bad" strokeWidth={1.75} />}>
          {words}
          <span className="text-ink-mute">{other}</span>
        </Line>
      );
  }
}

function ProofDetails({ proof, onGo }: Goes & { readonly proof: Proof }) {
  const { error, differences, moreDifferences, notProven, bodies } = proof;
  const left = moreDifferences + Math.max(0, differences.length - mostLines);
  return (
    <>
      {error && <Refusal error={error} onGo={onGo} />}
      {differences.length > 0 && (
        <ul aria-label="Differences" className="mt-1.5 flex flex-col gap-0.5 text-xs">
          {differences.slice(0, mostLines).map((difference) => (
            <DifferenceLine key={keyOf(difference)} difference={difference} onGo={onGo} />
          ))}
          {left > 0 && <li className="text-ink-mute">And {left.toLocaleString('en')} more.</li>}
        </ul>
      )}
      {bodies.length > 0 && (
        <ul aria-label="Refused bodies" className="mt-1.5 flex flex-col gap-0.5 text-xs">
          {bodies.slice(0, mostLines).map((body) => (
            <RefusedBodyLine key={`${body.kind}:${body.name}:${body.recordId}`} body={body} onGo={onGo} />
          ))}
          {bodies.length > mostLines && (
            <li className="text-ink-mute">And {(bodies.length - mostLines).toLocaleString('en')} more.</li>
          )}
        </ul>
      )}
      {notProven.length > 0 && (
        <ul aria-label="Not proven" className="mt-1.5 flex flex-col gap-0.5 text-xs">
          {notProven.slice(0, mostLines).map((one) => (
            <NotProvenLine key={`${one.name}:${one.why}`} notProven={one} onGo={onGo} />
          ))}
        </ul>
      )}
    </>
  );
}

function keyOf({ kind, name, field }: Difference): string {
  return `${kind}:${name}:${field}`;
}

function DifferenceLine({ difference, onGo }: Goes & { readonly difference: Difference }) {
  return (
    <li>
      <Subject recordId={difference.recordId} onGo={onGo}>
        {kindText(difference.kind)} {difference.name}
      </Subject>{' '}
      <span className="text-ink-mute">{differenceText(difference)}</span>
    </li>
  );
}

function RefusedBodyLine({
  body: { recordId, kind, name, message },
  onGo,
}: Goes & { readonly body: RefusedBody }) {
  return (
    <li>
      <span className="text-warn">Body refused:</span>{' '}
      <Subject recordId={recordId} onGo={onGo}>
        {kind} {name}
      </Subject>{' '}
      <span className="text-ink-mute">{message}</span>
    </li>
  );
}

function NotProvenLine({
  notProven: { name, why, recordId },
  onGo,
}: Goes & { readonly notProven: NotProven }) {
  return (
    <li>
      <span className="text-warn">Not proven:</span>{' '}
      <Subject recordId={recordId} onGo={onGo}>
        {name}
      </Subject>{' '}
      <span className="text-ink-mute">{why}</span>
    </li>
  );
}

function Refusal({ error, onGo }: Goes & { readonly error: ProofError }) {
  return (
    <div className="mt-1.5 flex flex-col gap-1.5 text-xs">
      <p className="text-bad">
        {error.line !== undefined && <strong className="font-semibold">Line {error.line}: </strong>}
        {error.message}
        {error.detail !== undefined && ` ${error.detail}`}
      </p>
      {error.statement !== undefined && (
        <pre className="max-h-28 overflow-auto rounded-control bg-sunken px-3 py-2 font-mono ring-1 ring-line ring-inset">
          {error.statement}
        </pre>
      )}
      {error.recordId !== undefined && (
        <p>
          <Subject recordId={error.recordId} onGo={onGo}>
            Show what it is about
          </Subject>
        </p>
      )}
    </div>
  );
}

/** A link to what a line is about, where that is still there. */
function Subject({
  recordId,
  onGo,
  children,
}: Goes & { readonly recordId: string | undefined; readonly children: ReactNode }) {
  if (recordId === undefined) return <span className="font-medium">{children}</span>;
  return (
    <button
      type="button"
      onClick={() => onGo(recordId)}
      className="rounded-sm text-left font-medium underline decoration-line-strong underline-offset-2 hover:decoration-current"
    >
      {children}
    </button>
  );
}

function Line({
  icon,
  action,
  children,
}: {
  readonly icon?: ReactNode;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className="flex min-h-7 items-center gap-2.5">
      {icon && <span className="shrink-0">{icon}</span>}
      <p className="min-w-0 flex-1">{children}</p>
      {action}
    </div>
  );
}

function Action({ onClick, children }: { readonly onClick: () => void; readonly children: ReactNode }) {
  return (
    <Button size="small" onClick={onClick}>
      {children}
    </Button>
  );
}
