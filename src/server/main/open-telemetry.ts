import type { Config } from '../config';
import type { Log } from '../observe/log';
import type { Cleanups } from './cleanups';

/** Loads and starts OpenTelemetry where it is configured: before anything happens that it measures. */
export async function openTelemetry({ telemetry }: Config, log: Log, cleanups: Cleanups): Promise<void> {
  if (telemetry === undefined) return;
  const { startTelemetry } = await import('../observe/telemetry.lazy');
  cleanups.push(startTelemetry(telemetry, log.note));
}
