'use client';
import { clsx } from 'clsx';
import { ChevronDown, ChevronRight, ExternalLink, EyeOff, RotateCcw, Wrench } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import type { Finding } from '../../../core/review/review';
import { Button } from '../ui/button';
import { IconButton } from '../ui/icon-button';
import type { Ignoring } from './ignore-dialog';
import type { Decision, ReviewRow } from './rows';
import { ruleOf, severityWords } from './rows';
import { RuleMenu } from './rule-menu';
import { SeverityIcon } from './severity-icon';

/** What the list gives to each of its rows. */
export type RowContext = {
  readonly button: Pick<ComponentProps<'button'>, 'onClick' | 'onKeyDown'>;
  /** The row that Tab comes to; what else can be pressed in it comes after it. */
  readonly current: string | null;
  /** Null for who may not edit. */
  readonly edits: {
    readonly fix: (finding: Finding) => void;
    readonly fixAll: (rule: string, findings: readonly Finding[]) => void;
    readonly ignore: (ignoring: Ignoring) => void;
    readonly reportAgain: (decision: Decision) => void;
  } | null;
  /** Whether it is shown in the canvas or the inspector. */
  readonly canShow: (recordId: string) => boolean;
  /** Shows why a finding matters, or hides it. */
  readonly explain: (key: string) => void;
};

/** One row of the list of problems. */
export function ReviewRowView({ row, context }: { readonly row: ReviewRow; readonly context: RowContext }) {
  switch (row.kind) {
    case 'severity':
      return (
        <h3 className="flex items-center gap-1.5 px-3.5 pt-4 pb-1.5 text-2xs font-semibold text-ink-mute">
          <SeverityIcon severity={row.severity} />
          {severityWords[row.severity][row.count === 1 ? 0 : 1]}
        </h3>
      );
    case 'rule':
      return <RuleRow row={row} context={context} />;
    case 'why':
      return (
        <p className="mr-3 mb-2 ml-8.5 rounded-control bg-sunken px-2.5 py-2 text-xs text-pretty text-ink-soft">
          {row.rule.why}{' '}
          <a
            href={row.rule.docs}
            target="_blank"
            rel="noopener noreferrer"
            className="inline-flex items-center gap-0.5 rounded font-medium whitespace-nowrap text-accent hover:underline"
          >
            PostgreSQL documentation
            <ExternalLink aria-hidden className="size-3" strokeWidth={1.75} />
            <span className="sr-only"> (opens in a new tab)</span>
          </a>
        </p>
      );
    case 'finding':
      return <FindingRow row={row} context={context} />;
    case 'ignored-head':
      return (
        <RowButton
          row={row}
          context={context}
          isExpanded={row.isOpen}
          className="mt-3 flex items-center gap-1.5 py-1 pl-2"
        >
          <Chevron isOpen={row.isOpen} />
          <EyeOff aria-hidden className="size-3.5 text-ink-mute" strokeWidth={1.75} />
          <span className="flex-1 font-medium text-ink-soft">Ignored</span>
          <Count count={row.count} />
        </RowButton>
      );
    case 'ignored':
      return <IgnoredRow row={row} context={context} />;
  }
}

function RuleRow({
  row,
  context,
}: {
  readonly row: Extract<ReviewRow, { kind: 'rule' }>;
  readonly context: RowContext;
}) {
  const { rule, severity, count, isOpen, key } = row;
  return (
    <div className="flex items-start pr-1.5">
      <RowButton
        row={row}
        context={context}
        isExpanded={isOpen}
        className="flex min-w-0 flex-1 items-start gap-1.5 py-1 pl-2"
        testId="problem-rule"
      >
        <span className="flex h-5 items-center">
          <Chevron isOpen={isOpen} />
        </span>
        <span className="flex-1 font-medium text-pretty text-ink">{rule.title}</span>
        <Count count={count} />
      </RowButton>
      {context.edits && (
        <RuleMenu
          rule={rule}
          severity={severity}
          tabIndex={context.current === key ? 0 : -1}
          fixable={row.fixable.length}
          fixAll={() => context.edits?.fixAll(rule.code, row.fixable)}
          ignore={context.edits.ignore}
        />
      )}
    </div>
  );
}

function FindingRow({
  row,
  context,
}: {
  readonly row: Extract<ReviewRow, { kind: 'finding' }>;
  readonly context: RowContext;
}) {
  const { finding, key, isExplained } = row;
  const { edits } = context;
  const tabIndex = context.current === key ? 0 : -1;
  return (
    <div className="pb-1" data-testid="problem">
      <RowButton
        row={row}
        context={context}
        isDisabled={!context.canShow(finding.recordId)}
        className="block py-1 pl-7"
        testId="problem-message"
      >
        <Sentence finding={finding} />
      </RowButton>
      <div className="mx-1.5 flex items-center gap-0.5 pr-2 pl-7">
        {edits && finding.fixLabel !== undefined && (
          <Button
            size="small"
            className="mr-1 h-6! min-w-0 shrink!"
            tabIndex={tabIndex}
            title={finding.fixLabel}
            data-testid="problem-fix"
            onClick={() => edits.fix(finding)}
          >
            <Wrench aria-hidden className="size-3 shrink-0" strokeWidth={1.75} />
            <span className="sr-only">Fix: </span>
            <span className="truncate">{finding.fixLabel}</span>
          </Button>
        )}
        <QuietButton
          isFirst={!edits || finding.fixLabel === undefined}
          tabIndex={tabIndex}
          aria-expanded={isExplained}
          aria-label={`Why? ${finding.name}`}
          data-testid="problem-why"
          onClick={() => context.explain(key)}
        >
          Why?
        </QuietButton>
        {edits && (
          <QuietButton
            tabIndex={tabIndex}
            aria-label={`Ignore … at ${finding.name}`}
            data-testid="problem-ignore"
            onClick={() => edits.ignore(ignoringOf(finding))}
          >
            Ignore …
          </QuietButton>
        )}
      </div>
    </div>
  );
}

function ignoringOf({ rule, recordId, name }: Finding): Ignoring {
  return { rule, title: ruleOf(rule)?.title ?? rule, recordId, name };
}

/** The message, with the name in it standing out. */
function Sentence({ finding: { message, name } }: { readonly finding: Finding }) {
  const at = message.indexOf(name);
  return (
    <span className="block text-sm break-words text-ink-soft">
      {at < 0 ? (
        message
      ) : (
        <>
          {message.slice(0, at)}
          <span className="font-medium text-ink">{name}</span>
          {message.slice(at + name.length)}
        </>
      )}
    </span>
  );
}

function QuietButton({
  isFirst = false,
  ...rest
}: ComponentProps<'button'> & { readonly isFirst?: boolean }) {
  return (
    <Button look="quiet" size="small" className={clsx('h-6! px-1.5!', isFirst && '-ml-1.5')} {...rest} />
  );
}

function IgnoredRow({
  row,
  context,
}: {
  readonly row: Extract<ReviewRow, { kind: 'ignored' }>;
  readonly context: RowContext;
}) {
  const { setting, key } = row;
  const { recordId, reason } = setting.record.body;
  return (
    <div className="flex items-start pr-1.5" data-testid="ignored-problem">
      <RowButton
        row={row}
        context={context}
        isDisabled={recordId === undefined || !context.canShow(recordId)}
        className="block min-w-0 flex-1 py-1 pl-7"
      >
        <span className="block text-sm break-words text-ink-soft">
          {setting.title}{' '}
          <span className="text-ink-mute">{setting.name === null ? 'everywhere' : `at ${setting.name}`}</span>
        </span>
        {reason && <span className="block text-xs break-words text-ink-mute">“{reason}”</span>}
      </RowButton>
      {context.edits && (
        <IconButton
          size="small"
          side="left"
          icon={RotateCcw}
          label="Report again"
          tabIndex={context.current === key ? 0 : -1}
          data-testid="report-again"
          onClick={() => context.edits?.reportAgain(setting)}
        />
      )}
    </div>
  );
}

function RowButton(props: {
  readonly row: ReviewRow;
  readonly context: RowContext;
  readonly isExpanded?: boolean;
  readonly isDisabled?: boolean;
  readonly className: string;
  readonly testId?: string;
  readonly children: ReactNode;
}) {
  const { row, context, isExpanded, isDisabled = false } = props;
  return (
    <button
      {...context.button}
      type="button"
      data-act={row.key}
      data-testid={props.testId}
      tabIndex={row.key === context.current ? 0 : -1}
      aria-expanded={isExpanded}
      aria-disabled={isDisabled || undefined}
      className={clsx(
        'mx-1.5 w-[calc(100%-12px)] rounded-[5px] pr-2 text-left text-sm',
        isDisabled ? 'cursor-default!' : 'hover:bg-hover',
        props.className,
      )}
    >
      {props.children}
    </button>
  );
}

function Chevron({ isOpen }: { readonly isOpen: boolean }) {
  const Icon = isOpen ? ChevronDown : ChevronRight;
  return <Icon aria-hidden className="size-3.5 shrink-0 text-ink-mute" strokeWidth={1.75} />;
}

function Count({ count }: { readonly count: number }) {
  return <span className="shrink-0 pt-px text-2xs text-ink-mute tabular-nums">{count}</span>;
}
