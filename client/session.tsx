import type { Capability } from '../contracts/common';
import type { SessionView } from '../contracts/identity';
import { useData } from './api';

/** Who is signed in, read from the server. */
export function useSession(): SessionView {
  return useData('getSession', {});
}

/** Whether the signed-in organisation has the capability. */
export function useHas(capability: Capability): boolean {
  return useSession().organisation?.capabilities.includes(capability) ?? false;
}
