'use client';
import { useSyncExternalStore } from 'react';
import type { StoreStatus } from '../../sync/store-contract';
import { useSession } from './project-session';

/** One part of the status, followed: the component renders again only when that part changes. */
export function useStatusPart<Part extends string | number | boolean | null>(
  part: (status: StoreStatus) => Part,
): Part {
  const { store } = useSession();
  const read = () => part(store.status());
  return useSyncExternalStore(store.subscribeStatus, read, read);
}
