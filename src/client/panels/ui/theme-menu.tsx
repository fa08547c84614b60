'use client';
import { Check, Monitor, Moon, Sun } from 'lucide-react';
import type { ThemeChoice } from '../theme/theme-store';
import { chooseTheme, themeChoices } from '../theme/theme-store';
import { useIsDark, useThemeChoice } from '../theme/use-theme';
import { IconButton } from './icon-button';
import { Menu } from './menu';

const words: Readonly<Record<ThemeChoice, string>> = {
  system: 'Like the system',
  light: 'Light',
  dark: 'Dark',
};
const icons = { system: Monitor, light: Sun, dark: Moon } as const;

/** Light, dark, or whatever the system says. */
export function ThemeMenu() {
  const choice = useThemeChoice();
  const isDark = useIsDark();
  return (
    <Menu
      label="Theme"
      trigger={<IconButton icon={isDark ? Moon : Sun} label={`Theme: ${words[choice].toLowerCase()}`} />}
      items={themeChoices.map((each) => ({
        kind: 'item' as const,
        label: words[each],
        icon: each === choice ? Check : icons[each],
        onSelect: () => chooseTheme(each),
      }))}
    />
  );
}
