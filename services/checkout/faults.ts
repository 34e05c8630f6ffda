/**
 * The fault simulator: kills this process, as `kill -9` does, when it reaches the named point (`FAULT_AFTER`). A point
 * is `saved:<recovery point>`, `received:<result of a step>` (not saved yet) or `requested:<compensating request>`.
 * Without a name it does nothing.
 */
export function killAt(name: string | undefined): (point: string) => void {
  return point => {
    if (point === name) process.kill(process.pid, 'SIGKILL');
  };
}
