import { newId } from '../edits/new-id';

let id: string | undefined;

/** This tab, among all tabs of all people. */
export function thisClientId(): string {
  id ??= newId();
  return id;
}
