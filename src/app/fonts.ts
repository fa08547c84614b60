/**
 * The only door to the interface's fonts. They are files of this app, served from its own origin: a page
 * never asks a third party, works offline, and looks the same on a machine that has no fonts.
 * Families: `Inter Variable` (text) and `JetBrains Mono Variable` (SQL, types, names).
 */
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
