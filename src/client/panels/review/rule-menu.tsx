'use client';
import {
  BookOpen,
  CircleX,
  EyeOff,
  Info,
  MoreHorizontal,
  RotateCcw,
  TriangleAlert,
  Wrench,
} from 'lucide-react';
import type { Rule, Severity } from '../../../core/review/rule';
import { severities } from '../../../core/review/rule';
import { newId } from '../edits/new-id';
import { useSession } from '../session/project-session';
import { IconButton } from '../ui/icon-button';
import type { MenuItem } from '../ui/menu';
import { Menu } from '../ui/menu';
import type { Ignoring } from './ignore-dialog';
import { forgetSetting, setSeverity, settingFor } from './review-edits';
import { severityWords } from './rows';

const icons = { error: CircleX, warning: TriangleAlert, info: Info } as const;

type RuleMenuProps = {
  readonly rule: Rule;
  /** As it is reported now. */
  readonly severity: Severity;
  readonly tabIndex: number;
  /** How many of its findings have a fix, and what mends them all at once. */
  readonly fixable: number;
  readonly fixAll: () => void;
  readonly ignore: (ignoring: Ignoring) => void;
};

/** What the project may decide about a whole rule. */
export function RuleMenu({ rule, severity, tabIndex, fixable, fixAll, ignore }: RuleMenuProps) {
  const session = useSession();
  const { code, title } = rule;
  const setting = settingFor(session.store.state(), code, null);
  const items: MenuItem[] = severities
    .filter((one) => one !== severity)
    .map((one) => ({
      kind: 'item',
      icon: icons[one],
      label: `Report as ${severityWords[one][0].toLowerCase()}`,
      onSelect: () => {
        if (one === rule.severity && setting) session.run(forgetSetting(setting));
        else session.run(setSeverity(session.store.state(), newId(), code, one));
      },
    }));
  if (setting) {
    items.push({
      kind: 'item',
      icon: RotateCcw,
      label: `Back to its own severity (${severityWords[rule.severity][0].toLowerCase()})`,
      onSelect: () => session.run(forgetSetting(setting)),
    });
  }
  return (
    <Menu
      label={`Decide about ${title}`}
      trigger={
        <IconButton
          size="small"
          side="left"
          icon={MoreHorizontal}
          label={`Decide about “${title}”`}
          tabIndex={tabIndex}
          className="mt-0.5"
          data-testid="rule-menu"
        />
      }
      items={[
        ...(fixable > 1 ? fixItems(fixable, fixAll) : []),
        ...items,
        { kind: 'separator', key: 'ignore' },
        {
          kind: 'item',
          icon: EyeOff,
          label: 'Ignore everywhere …',
          onSelect: () => ignore({ rule: code, title, recordId: null, name: '' }),
        },
        {
          kind: 'item',
          icon: BookOpen,
          label: 'PostgreSQL documentation',
          onSelect: () => window.open(rule.docs, '_blank', 'noopener,noreferrer'),
        },
      ]}
    />
  );
}

function fixItems(count: number, onSelect: () => void): readonly MenuItem[] {
  return [
    { kind: 'item', icon: Wrench, label: `Fix all ${count}`, onSelect },
    { kind: 'separator', key: 'fix' },
  ];
}
